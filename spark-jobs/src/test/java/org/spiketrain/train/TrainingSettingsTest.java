package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {
  /** Checkpoints of earlier versions have them so, and are compared key by key. */
  @Test
  void areFlatInCheckpointsSoThatTrainingsOfEarlierVersionsGoOn() {
    JsonNode json = new ObjectMapper().valueToTree(TinyTraining.settings(2, 64));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "workers",
            "batchSize",
            "averagingFrequency",
            "examples",
            "evaluateEvery",
            "evaluationSplit",
            "watchedSplit",
            "sampling",
            "augmentation",
            "updater",
            "outerMomentum",
            "parameterDecay",
            "patience",
            "keep",
            "checkpointEvery",
            "seed");
    assertThat(json.get("updater").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "name",
            "learningRate",
            "schedule",
            "scheduleGamma",
            "schedulePower",
            "schedulePeriod",
            "warmupFraction",
            "beta1",
            "beta2",
            "epsilon",
            "weightDecay",
            "gradientClip");
    assertThat(json.get("updater").get("learningRate").asDouble()).isEqualTo(0.01);
  }
}
