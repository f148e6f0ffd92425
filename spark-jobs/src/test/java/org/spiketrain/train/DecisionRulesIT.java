package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.evaluate.EvaluationJob;
import org.spiketrain.evaluate.EvaluationSettings;
import org.spiketrain.evaluate.SharedBaselines;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.EvaluationSummary;

/** How the class is found: by spikes, by the spikes of populations, by membrane potentials. */
class DecisionRulesIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int CLASSES = 3;
  private static final int CHANNELS = 12;

  @TempDir static Path shared;
  @TempDir Path output;

  private static Path frames;

  @BeforeAll
  static void preprocess() {
    TinyEvents.write(shared.resolve("events"));
    frames = shared.resolve("frames");
    TinyEvents.preprocess(SPARK, shared.resolve("events"), frames);
  }

  private enum Rule {
    SPIKES {
      @Override
      double of(double before, float output) {
        return before + output;
      }
    },
    MEMBRANE {
      @Override
      double of(double before, float output) {
        return Math.max(before, output);
      }
    };

    abstract double of(double before, float output);

    /** The class of a last layer's outputs [time][outputs]; of equal ones the first. */
    int predicted(float[][] sequence) {
      double[] scores = new double[CLASSES];
      Arrays.fill(scores, this == SPIKES ? 0 : Double.NEGATIVE_INFINITY);
      for (float[] step : sequence) {
        int each = step.length / CLASSES;
        for (int j = 0; j < step.length; j++) {
          scores[j / each] = of(scores[j / each], step[j]);
        }
      }
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      return best;
    }
  }

  private static List<Example> test() {
    return FrameParquet.examples(FrameParquet.read(SPARK, frames.toString(), "test")).collect();
  }

  private EvaluationSummary evaluate(SpikingClassifier classifier) {
    return new EvaluationJob(
            SPARK,
            frames.toString(),
            TinyTraining.manifest(frames.toString()),
            new SharedBaselines())
        .run(
            classifier,
            List.of(),
            Optional.empty(),
            TinyTraining.files(output),
            new EvaluationSettings(Split.TEST, List.of(), 0, 1, OutputMode.OVERWRITE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "leaky(classes); mse-count(0.8, 0.2); 3; SPIKES",
        "leaky(classes * 5); ce-rate; 15; SPIKES",
        "leaky(classes, output = membrane); ce-max-membrane; 3; MEMBRANE",
        "leaky(classes, output = membrane, reset = none); mse-membrane(2, 0); 3; MEMBRANE",
      })
  void aNetworkLearnsAndIsEvaluatedByItsRule(String stack, String loss, int outputs, Rule rule)
      throws IOException {
    TinyEvents.train(SPARK, frames, output, TinyEvents.network(stack, loss), 400);
    SpikingClassifier classifier =
        TrainedModel.read(Files.readAllBytes(output.resolve("model.zip")), "model.zip")
            .spikingClassifier();

    EvaluationSummary summary = evaluate(classifier);

    int last = stack.split("\\|", -1).length - 1;
    long[][] counted = new long[CLASSES][CLASSES];
    for (Example example : test()) {
      classifier.probabilitiesOf(
          example.frames(),
          (layer, sequence) -> {
            if (layer == last) {
              assertThat(sequence[0]).hasSize(outputs);
              counted[example.label()][rule.predicted(sequence)]++;
            }
          });
    }
    for (int truth = 0; truth < CLASSES; truth++) {
      for (int predicted = 0; predicted < CLASSES; predicted++) {
        assertThat(summary.confusion().count(truth, predicted))
            .isEqualTo(counted[truth][predicted]);
      }
    }
    assertThat(summary.metrics().accuracy()).isGreaterThan(0.8);
  }

  @Test
  void ofClassesWithEquallyManySpikesTheFirstIsTaken() {
    // No neuron ever reaches such a threshold: none of the classes has a spike.
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            TinyEvents.network("leaky(classes * 2, threshold = 1e6)", "ce-count")
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.DENSE),
                    CLASSES,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    1));
    network.init();

    EvaluationSummary summary = evaluate(new SpikingClassifier(network));

    for (int truth = 0; truth < CLASSES; truth++) {
      assertThat(summary.confusion().count(truth, 0)).isEqualTo(10);
    }
  }
}
