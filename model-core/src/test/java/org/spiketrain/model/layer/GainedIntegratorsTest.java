package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.ChannelCounts;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

/** Integrators whose weights are multiplied by the log count ratios of the classes. */
class GainedIntegratorsTest {
  private static final int CHANNELS = 5;
  private static final List<SpikeFrames> FRAMES =
      List.of(
          SpikeFrames.binary(CHANNELS, new int[] {0, 2, 3}, new int[] {0, 4, 1}),
          SpikeFrames.binary(CHANNELS, new int[] {0, 1, 1, 3}, new int[] {2, 3, 4}));
  private static final ChannelCounts COUNTS =
      new ChannelCounts(2, new int[] {3, 0, 1, 1, 0, 2, 0, 5, 1, 0});

  private MultiLayerNetwork network;

  private static NetworkSettings settings(int integrators, String gains) {
    return new NetworkSettings(
        """
        leaky(3, members = 2, integrators = %d, integrator-gains = %s)
        readout(sum)
        """
            .formatted(integrators, gains),
        "cross-entropy");
  }

  @BeforeEach
  void begin() {
    begin("log-count-ratio");
  }

  private void begin(String gains) {
    network =
        new MultiLayerNetwork(
            settings(2, gains)
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.EVENTS),
                    2,
                    new NetworkSettings.Optimisation(new FusedAdam(0.1), 0.01, 0),
                    3));
    network.init();
    layer().beginIntegrators(network, () -> COUNTS);
  }

  private Layer runner() {
    return network.getLayer(0);
  }

  private SequenceLayer layer() {
    return (SequenceLayer) runner().conf().getLayer();
  }

  private static DataSet minibatch() {
    FrameShard shard =
        FrameShard.of(
            CHANNELS,
            List.of(new Example(0, 0, "", FRAMES.get(0)), new Example(1, 1, "", FRAMES.get(1)))
                .iterator());
    return new Minibatch(shard, 2, InputCoding.EVENTS, Augmentation.NONE)
        .of(new int[] {0, 1}, new SplittableRandom(1));
  }

  private double loss() {
    DataSet batch = minibatch();
    return network.score(batch, false);
  }

  @Test
  void theirWeightsBeginAsNothingAndTheirGainsAreTheRatios() {
    for (String member : List.of("I", "1I")) {
      assertThat(runner().getParam("W" + member).sumNumber().doubleValue()).isZero();
      assertThat(NativeFloats.copy(runner().getParam("G" + member))).isEqualTo(COUNTS.logRatios(2));
    }
    assertThat(layer().hasGains()).isTrue();
    // A member has three neurons and two integrators.
    INDArray readout = network.getLayer(1).getParam("W");
    for (int column : new int[] {3, 8}) {
      assertThat(readout.getRow(column).dup().data().asFloat()).containsExactly(1, 0);
      assertThat(readout.getRow(column + 1).dup().data().asFloat()).containsExactly(0, 1);
    }
    assertThat(readout.sumNumber().intValue()).as("of the neurons nothing").isEqualTo(4);
  }

  @Test
  void gainsMayBeEqual() {
    begin("equal");

    assertThat(layer().countsChannels()).isFalse();
    assertThat(NativeFloats.copy(runner().getParam("G1I"))).containsOnly(1f);
    assertThat(network.getLayer(1).getParam("W").getRow(3).dup().data().asFloat())
        .containsExactly(1, 0);
  }

  @Test
  void trainingChangesTheWeightsAndNotTheGains() {
    INDArray gains = runner().getParam("G1I").dup();
    double before = loss();
    for (int k = 0; k < 5; k++) {
      network.fit(minibatch());
    }

    assertThat(runner().getParam("G1I")).isEqualTo(gains);
    assertThat(runner().getParam("W1I").ameanNumber().doubleValue()).isPositive();
    assertThat(loss()).isLessThan(before);
  }

  @Test
  void theGradientIsThatByTheWeightsBehindTheGains() {
    network.fit(minibatch());
    DataSet batch = minibatch();
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
    network.computeGradientAndScore();
    float[] gradient =
        NativeFloats.copy(network.gradient().gradientForVariable().get("0_WI").dup('c'));
    float[] weights = NativeFloats.copy(runner().getParam("WI"));
    for (int k = 0; k < weights.length; k++) {
      // Each of the two members learns by a loss of its own; the score is their mean.
      double slope = 2 * (lossWith(weights, k, 0.01f) - lossWith(weights, k, -0.01f)) / 0.02;
      assertThat((double) gradient[k]).as("weight %d", k).isCloseTo(slope, within(2e-3));
    }
  }

  private double lossWith(float[] weights, int k, float change) {
    float[] changed = weights.clone();
    changed[k] += change;
    NativeFloats.set(runner().getParam("WI"), changed);
    DataSet batch = minibatch();
    double score = network.scoreExamples(batch, false).meanNumber().doubleValue();
    NativeFloats.set(runner().getParam("WI"), weights);
    return score;
  }

  @Test
  void inferenceHasTheGainsToo() {
    for (int k = 0; k < 3; k++) {
      network.fit(minibatch());
    }
    SpikingClassifier classifier = new SpikingClassifier(network);
    DataSet batch = minibatch();
    INDArray expected =
        network.output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null);
    // The longer example stands first in a minibatch.
    for (int e = 0; e < 2; e++) {
      assertThat(classifier.probabilitiesOf(FRAMES.get(1 - e)))
          .containsExactly(expected.getRow(e).dup().data().asFloat(), within(1e-5f));
    }
  }

  @Test
  void eachClassHasAsManyIntegrators() {
    assertThatThrownBy(
            () ->
                settings(3, "equal")
                    .configuration(
                        NetworkInput.of(CHANNELS, InputCoding.EVENTS),
                        2,
                        NetworkSettings.Optimisation.NONE,
                        1))
        .hasMessageContaining("integrators = classes (2 here) or a multiple of it");
  }
}
