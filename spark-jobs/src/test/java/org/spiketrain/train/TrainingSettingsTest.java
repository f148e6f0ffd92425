package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;
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
            "averagingGrowth",
            "averagingWarmup",
            "examples",
            "evaluateEvery",
            "evaluations",
            "evaluationSplit",
            "watchedSplit",
            "sampling",
            "samplingPower",
            "classWeights",
            "logitAdjustment",
            "augmentation",
            "updater",
            "outerOptimiser",
            "outerLearningRate",
            "outerMomentum",
            "updaterState",
            "compression",
            "compressionShare",
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
            "learningRateScale",
            "beta1",
            "beta2",
            "epsilon",
            "weightDecay",
            "gradientClip",
            "neuronFactor");
    assertThat(json.get("updater").get("learningRate").asDouble()).isEqualTo(0.01);
  }

  @Test
  void whatEarlierVersionsDidNotStoreDiffersOnlyWhereItIsUsed() {
    ObjectNode before = new ObjectMapper().valueToTree(TinyTraining.settings(2, 64));
    before.put("outerOptimiser", "MOMENTUM").put("outerLearningRate", 1.0);
    ObjectNode now = before.deepCopy();
    before.remove(
        List.of(
            "averagingGrowth",
            "averagingWarmup",
            "outerOptimiser",
            "outerLearningRate",
            "updaterState",
            "compression",
            "compressionShare"));
    ((ObjectNode) before.get("updater")).remove("learningRateScale");

    assertThat(differences(before, now)).isEmpty();
    now.put("averagingGrowth", 1.5).put("updaterState", "KEPT").put("compression", "TOP_K");
    ((ObjectNode) now.get("updater")).put("learningRateScale", 4.0);
    assertThat(differences(before, now))
        .containsExactly(
            "training.averaging-growth was not set and is 1.5",
            "training.compression was not set and is top-k",
            "training.updater-state was not set and is kept",
            "the factor of the learning rate (training.workers / training.learning-rate-workers) was not set and is 4.0");
  }

  private static List<String> differences(JsonNode was, JsonNode is) {
    return SettingsDifferences.of(
        "training", was.toString(), is.toString(), UnaryOperator.identity());
  }
}
