package org.spiketrain.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.spiketrain.model.golden.Close.assertClose;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.golden.GoldenCase;

class SequenceLossTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "snn_losses_T7  | mse_count_0.8_0.2 | mse-count(0.8, 0.2)",
        "snn_losses_T7  | mse_count_default | mse-count(1, 0)",
        "snn_losses_T7  | ce_count          | ce-count",
        "snn_losses_T7  | ce_rate           | ce-rate",
        "snn_losses_T10 | mse_count_0.8_0.2 | mse-count(0.8, 0.2)",
        "snn_losses_T10 | ce_count          | ce-count",
        "snn_losses_T10 | ce_rate           | ce-rate",
        "snn_losses_T83 | mse_count_0.8_0.2 | mse-count(0.8, 0.2)",
        "snn_losses_T83 | ce_rate           | ce-rate",
        "snn_losses_population | mse_count_0.8_0.2 | mse-count(0.8, 0.2)",
        "snn_losses_population | ce_count          | ce-count"
      })
  void lossesAndGradientsEqualSnnTorchs(String file, String name, String spec) {
    GoldenCase golden = GoldenCase.read(file);
    int steps = golden.size("spk", 0);
    int batch = golden.size("spk", 1);
    int outputs = golden.size("spk", 2);
    int classes = golden.parameter("classes", outputs);
    float[] spikes = golden.values("spk");
    float[] labels = golden.values("target");
    float[] gradients = new float[spikes.length];
    double loss = 0;
    for (int b = 0; b < batch; b++) {
      float[][] sequence = new float[steps][outputs];
      float[][] gradient = new float[steps][outputs];
      for (int t = 0; t < steps; t++) {
        System.arraycopy(spikes, (t * batch + b) * outputs, sequence[t], 0, outputs);
      }
      SequenceLoss parsed = SequenceLoss.parse(spec);
      loss += parsed.evaluate(sequence, (int) labels[b], classes, gradient) / batch;
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < outputs; j++) {
          gradients[(t * batch + b) * outputs + j] = gradient[t][j] / batch;
        }
      }
    }
    assertClose("loss", new float[] {(float) loss}, golden.values(name + ".loss"));
    assertClose("grad", gradients, golden.values(name + ".grad"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mse-count(0.8, 0.2)",
        "ce-count",
        "ce-rate",
        "ce-max-membrane",
        "ce-softmax-sum",
        "mse-membrane(1, 0)"
      })
  void gradientsAreTheSlopesOfTheLoss(String spec) {
    SequenceLoss loss = SequenceLoss.parse(spec);
    assertThat(SequenceLoss.parse(loss.spec())).isEqualTo(loss);
    Random random = new Random(2);
    float[][] sequence = new float[5][6];
    for (float[] step : sequence) {
      for (int j = 0; j < step.length; j++) {
        step[j] = (float) random.nextGaussian();
      }
    }
    float[][] gradient = new float[5][6];
    float[][] ignored = new float[5][6];
    loss.evaluate(sequence, 1, 3, gradient);
    float h = 1e-2f;
    for (int t = 0; t < 5; t++) {
      for (int j = 0; j < 6; j++) {
        float value = sequence[t][j];
        sequence[t][j] = value + h;
        double above = loss.evaluate(sequence, 1, 3, ignored);
        sequence[t][j] = value - h;
        double below = loss.evaluate(sequence, 1, 3, ignored);
        sequence[t][j] = value;
        assertThat((double) gradient[t][j]).isCloseTo((above - below) / (2 * h), within(2e-3));
      }
    }
  }

  @Test
  void refusesAnUnknownLossAndNamesTheKnownOnes() {
    assertThatThrownBy(() -> SequenceLoss.parse("hinge"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("hinge")
        .hasMessageContaining("ce-count");
  }
}
