package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.zoo.NetworkSettings;

class FilterGradientsTest {
  private static final int WORDS = 5;
  private static final int DIMENSIONS = 4;
  private static final int FILTERS = 3;
  private static final int STEPS = 6;
  private static final int EXAMPLES = 4;

  private static Map<String, float[]> gradients(String gradient) {
    NetworkInput input =
        NetworkInput.ofSentences(WORDS * DIMENSIONS, new SentenceSize(WORDS, 1, DIMENSIONS));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(
                    "convolution(3, widths = 2 3, beta = 0.9, threshold = 0.3, gradient = "
                        + gradient
                        + ") | pooled(each, threshold = 0.2) | leaky(classes, threshold = 0.1)",
                    "ce-rate")
                .configuration(input, 2, NetworkSettings.Optimisation.NONE, 1));
    network.init();
    INDArray features = Nd4j.create(EXAMPLES, WORDS * DIMENSIONS, STEPS);
    SplittableRandom random = new SplittableRandom(3);
    for (long k = 0; k < features.length(); k++) {
      features.putScalar(k, random.nextInt(2));
    }
    network.setInput(features);
    network.setLabels(Nd4j.create(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}}));
    network.computeGradientAndScore();
    Map<String, float[]> all = new LinkedHashMap<>();
    for (String name : network.getLayer(0).paramTable().keySet()) {
      all.put(name, NativeFloats.copy(network.gradient().getGradientFor("0_" + name)));
    }
    return all;
  }

  @Test
  void theMeanOfAFiltersGradientsIsTakenOffAndNothingElse() {
    Map<String, float[]> plain = gradients("plain");
    Map<String, float[]> centred = gradients("centred");

    assertThat(centred.get("b")).isEqualTo(plain.get("b"));
    for (int column = 0; column < 2 * FILTERS; column++) {
      int width = column < FILTERS ? 2 : 3;
      double mean = 0;
      for (int offset = 0; offset < width; offset++) {
        for (int d = 0; d < DIMENSIONS; d++) {
          mean += of(plain, offset, d, column) / (width * DIMENSIONS);
        }
      }
      assertThat(Math.abs(mean)).isGreaterThan(1e-6);
      for (int offset = 0; offset < width; offset++) {
        for (int d = 0; d < DIMENSIONS; d++) {
          assertThat(of(centred, offset, d, column))
              .isCloseTo(of(plain, offset, d, column) - mean, within(1e-6));
        }
      }
    }
  }

  /** The third offset has the columns of the wider filters alone. */
  private static double of(Map<String, float[]> gradients, int offset, int dimension, int column) {
    int first = offset == 2 ? FILTERS : 0;
    return gradients.get("W" + offset)[dimension * (2 * FILTERS - first) + column - first];
  }
}
