package org.spiketrain.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class TextStepsTest {
  private static final int STEPS = 6;
  private static final int BATCH = 3;
  private static final int WORDS = 5;
  private static final int INPUTS = WORDS * 4;
  private static final int MINIBATCHES = 2;

  @TempDir private Path folder;
  private Work work;

  /** Spikes in the first three words, and the labels 0, 1, 0. */
  @BeforeEach
  void drawMinibatches() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int size = STEPS * BATCH * INPUTS;
    byte[] drawn = new byte[MINIBATCHES * (size + BATCH)];
    for (int m = 0; m < MINIBATCHES; m++) {
      int from = m * (size + BATCH);
      for (int k = 0; k < size; k++) {
        drawn[from + k] = (byte) (k % INPUTS < 3 * 4 ? random.nextInt(2) : 0);
      }
      drawn[from + size + 1] = 1;
    }
    Path data = Files.write(folder.resolve("drawn"), drawn);
    work =
        Work.parse(
            List.of(
                "threads=1",
                "time_steps=" + STEPS,
                "batch=" + BATCH,
                "words=" + WORDS,
                "inputs=" + INPUTS,
                "widths=2,3",
                "filters=6",
                "classes=2",
                "data=" + data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text-train", "text-infer", "floor-text-train", "floor-text-infer"})
  void isOfferedAndWorksOnAMinibatch(String name) {
    assertThat(Steps.names()).contains(name);
    Step step = Steps.of(name, work);

    for (int count = 0; count < MINIBATCHES + 1; count++) {
      assertThat(step.run(count)).isEqualTo(BATCH);
    }
  }

  @Test
  void trainingMovesMostParameters() {
    MultiLayerNetwork network = TextNetwork.of(work);
    INDArray before = network.params().dup();

    Step training = NetworkStep.training(work, network);
    training.run(0);

    INDArray moved = network.params().neq(before);
    assertThat(moved.castTo(before.dataType()).meanNumber().doubleValue()).isGreaterThan(0.5);
  }

  @Test
  void bytesAreReadAsTheSpikesOfTheirPlace() throws IOException {
    byte[] drawn = Files.readAllBytes(work.data());
    DataSet second = SpikeCounts.read(work).get(1);

    int t = 4;
    int b = 1;
    for (int i = 0; i < INPUTS; i++) {
      int at = STEPS * BATCH * INPUTS + BATCH + (t * BATCH + b) * INPUTS + i;
      assertThat(second.getFeatures().getInt(b, i, t)).isEqualTo(drawn[at]);
    }
    assertThat(second.getLabels().toIntMatrix()).isEqualTo(new int[][] {{1, 0}, {0, 1}, {1, 0}});
  }
}
