package org.spiketrain.model.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Parameters after steps of PyTorch's optimisers; optimizers.py writes them. */
class TorchOptimizersTest {
  private static final double ADAMW_DECAY = 0.1;
  private static final Map<String, IUpdater> UPDATERS =
      Map.of(
          "adam", new FusedAdam(0.02, 0.8, 0.99, 1e-6),
          "adamw", new FusedAdam(0.02, 0.8, 0.99, 1e-6),
          "sgd", new FusedSgd(0.05, 0),
          "sgd_momentum", new FusedSgd(0.05, 0.9),
          "sgd_nesterov", new FusedSgd(0.05, 0.9).withNesterov());

  @ParameterizedTest
  @ValueSource(strings = {"adam", "adamw", "sgd", "sgd_momentum", "sgd_nesterov"})
  void stepsArePyTorchs(String name) throws IOException {
    JsonNode golden =
        new ObjectMapper().readTree(getClass().getResourceAsStream("/torch/optimizers.json"));
    INDArray parameters = vector(golden.get("parameters"));
    IUpdater config = UPDATERS.get(name);
    long state = config.stateSize(parameters.length());
    GradientUpdater<?> updater = config.instantiate(state == 0 ? null : Nd4j.ones(1, state), true);
    for (int step = 0; step < golden.get("gradients").size(); step++) {
      INDArray update = vector(golden.get("gradients").get(step));
      updater.applyUpdater(update, step, 0);
      if (name.equals("adamw")) {
        double learningRate = config.getLearningRate(step, 0);
        new WeightDecay(ADAMW_DECAY, true).apply(parameters, update, learningRate, step, 0);
      }
      parameters.subi(update);
      JsonNode expected = golden.get("after").get(name).get(step);
      for (int j = 0; j < parameters.length(); j++) {
        assertThat((double) parameters.getFloat(j))
            .isCloseTo(expected.get(j).asDouble(), within(2e-6));
      }
    }
  }

  @Test
  void momentumBelowSubnormalNumbersBecomesZero() {
    FusedSgd sgd = new FusedSgd(0.1, 0.9);
    GradientUpdater<?> updater = sgd.instantiate(Nd4j.create(1, 5), true);
    INDArray update = Nd4j.valueArrayOf(new long[] {5}, 1e-30f);
    updater.applyUpdater(update, 0, 0);
    assertThat(update.maxNumber().floatValue()).isZero();
  }

  private static INDArray vector(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int j = 0; j < values.length; j++) {
      values[j] = numbers.get(j).floatValue();
    }
    return Nd4j.createFromArray(values);
  }
}
