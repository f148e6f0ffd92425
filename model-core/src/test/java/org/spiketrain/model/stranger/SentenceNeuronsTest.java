package org.spiketrain.model.stranger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.GradientCheck;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.SentenceMinibatch;
import org.spiketrain.model.energy.CountedNetwork;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.layer.PooledNeurons;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.layer.SpikingConvolution;
import org.spiketrain.model.loss.Softmax;
import org.spiketrain.model.neuron.AdaptiveLeakyCell;
import org.spiketrain.model.stranger.StrangersNeurons.Quadratic;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;

/** Networks of sentences with neurons of any kind behind the filters and the means. */
class SentenceNeuronsTest {
  private static final List<String> VOCABULARY = List.of("", "good", "film", "a");
  private static final int WORDS = 4;
  private static final SentenceInput INPUT =
      new SentenceInput(
          new RateTable(2, new float[] {.2f, .8f, .9f, .3f, .5f, .5f, .1f, .7f}),
          WORDS,
          new Encoders.Rate(3),
          6);

  private static MultiLayerNetwork network(String stack) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, "ce-rate")
                .configuration(
                    NetworkInput.ofSentences(INPUT.channels(), INPUT.size()),
                    2,
                    new NetworkSettings.Optimisation(new FusedAdam(0.02), 0, 0),
                    1));
    network.init();
    return network;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolution(6, widths = 2 3, neurons = quadratic(tau = 1.5, surrogate = box(2))) |"
            + " pooled(each) | leaky(classes)",
        "convolution(6, widths = 2) | pooled(each, neurons = quadratic) | leaky(classes)",
        "convolution(6, widths = 2 3, neurons = adaptive-leaky(threshold = 0.1)) | pooled(shared,"
            + " neurons = adaptive-leaky(threshold = 0.05)) | leaky(classes)",
        "convolution(6, widths = 2 3, neurons = adaptive-threshold(threshold = 0.3, rho = 0.8,"
            + " learn-rho = shared)) | pooled(each, neurons = adaptive-threshold(threshold = 0.1)) |"
            + " leaky(classes)",
        "convolution(6, widths = 2, neurons = leaky(alpha = 0.5, threshold = 0.3)) | pooled(each,"
            + " neurons = integrator(beta = 0.5)) | leaky(classes)",
      })
  void anyNeuronTrainsAndAnswersFromTheModelFile(String stack) {
    MultiLayerNetwork network = network(stack);
    SpikeFrames bad = SpikeFrames.oneHot(VOCABULARY.size(), new int[] {3, 2, 0});
    SpikeFrames good = SpikeFrames.oneHot(VOCABULARY.size(), new int[] {3, 2, 1});
    FrameShard shard =
        FrameShard.of(
            VOCABULARY.size(),
            List.of(new Example(0, 0, "", bad), new Example(1, 1, "", good)).iterator());
    SentenceMinibatch minibatches = new SentenceMinibatch(shard, 2, INPUT, Augmentation.NONE);
    DataSet both = minibatches.of(new int[] {0, 1}, new SplittableRandom(1));
    double before = network.score(both);
    for (int k = 0; k < 200; k++) {
      network.fit(minibatches.of(new int[] {0, 1}, new SplittableRandom(1)));
    }
    assertThat(network.score(both)).isLessThan(0.9 * before);

    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    TrainedModel model =
        new TrainedModel(
            network,
            provenance(new NetworkSettings(stack, "ce-rate")),
            Optional.of(new Sentences(VOCABULARY, INPUT)),
            Optional.empty());
    TrainedModel read = TrainedModel.read(model.toBytes(), "model.zip");
    float[] answer = read.classifier().probabilitiesOf(good);
    assertThat(answer).isEqualTo(model.classifier().probabilitiesOf(good));
    float[] scores = network.output(both.getFeatures()).getRow(1).toFloatVector();
    Softmax.of(scores);
    assertThat(answer).containsExactly(scores, within(1e-4f));
  }

  private static ModelProvenance provenance(NetworkSettings settings) {
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        "text",
        List.of("bad", "good"),
        null,
        settings,
        "",
        null,
        "",
        1,
        Map.of(),
        Map.of(),
        Map.of());
  }

  @Test
  void leakyNeuronsAreTheSameWhereverTheirParametersAreWritten() {
    String beside =
        "convolution(6, widths = 2, beta = 0.8) | pooled(each, beta = 0.7) | leaky(classes)";
    String within =
        "convolution(6, widths = 2, neurons = leaky(beta = 0.8)) | pooled(each, neurons ="
            + " leaky(0.7)) | leaky(classes)";
    assertThat(network(within).getLayerWiseConfigurations())
        .isEqualTo(network(beside).getLayerWiseConfigurations());
    assertThat(network(within).params()).isEqualTo(network(beside).params());
    assertThat(
            network("convolution(6, widths = 2, neurons = relu, beta = 0.8) | linear(classes)")
                .numParams())
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "convolution(6, neurons = lstm); neurons = lstm is not a neuron with one weighted input and"
            + " without recurrent weights",
        "convolution(6, neurons = rnn); neurons = rnn is not a neuron with one weighted input and"
            + " without recurrent weights",
        "convolution(6, widths = 2) | pooled(each, neurons = leaky(recurrence = all-to-all)); is"
            + " not a neuron with one weighted input and without recurrent weights",
        "convolution(6, neurons = quadrtic); Unknown neuron 'quadrtic'",
        "convolution(6, neurons = quadratic(tau = 0)); tau = 0 is not a number from 1",
        "convolution(6, widths = 2, neurons = quadratic, beta = 0.9); beta is a parameter of"
            + " neurons = leaky: write those of other neurons within their brackets",
      })
  void otherNeuronsAreRefused(String stack, String why) {
    assertThatThrownBy(() -> network(stack + " | leaky(classes)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(why);
  }

  @Test
  void operationsAreCountedByWhatTheNeuronSaysOfItself() {
    CountedNetwork counted =
        CountedNetwork.of(
            network(
                "convolution(6, widths = 2, neurons = quadratic) | pooled(each, neurons ="
                    + " quadratic) | leaky(classes)"));
    assertThat(counted.layers().get(0).cell().name()).isEqualTo("quadratic");
    assertThat(counted.layers().get(1).cell().isLeaking()).isTrue();
    for (String neurons : List.of("adaptive-leaky", "leaky(alpha = 0.5)")) {
      MultiLayerNetwork network =
          network(
              "convolution(6, widths = 2, neurons = %s) | pooled(each) | leaky(classes)"
                  .formatted(neurons));
      assertThatThrownBy(() -> CountedNetwork.of(network))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("without recurrence and with one state");
    }
  }

  private static Stream<NeuronCell> smoothNeurons() {
    SurrogateGradient smooth = GradientCheck.smooth("atan(2)");
    return Stream.of(new Quadratic(3, smooth), new AdaptiveLeakyCell(smooth, false, 0.3));
  }

  /** Weights, biases and neuron parameters of both layers by finite differences. */
  @ParameterizedTest
  @MethodSource("smoothNeurons")
  void gradientsAreSlopesWhereTheSpikesAreSmooth(NeuronCell cell) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                // None of the decays that it draws is as near to the end of its range as a step.
                .seed(8)
                .updater(new NoOp())
                .miniBatch(false)
                .list()
                .layer(
                    new SpikingConvolution.Builder(WORDS, List.of(1, 3), 2).neurons(cell).build())
                .layer(new PooledNeurons.Builder(cell).sharing(2).build())
                .layer(
                    new SpikeReadout.Builder(SequenceLoss.parse("cross-entropy")).nOut(2).build())
                .setInputType(InputType.recurrent(2 * WORDS))
                .build());
    network.init();
    INDArray x = Nd4j.rand(DataType.FLOAT, 3, 2 * WORDS, 5);
    // The last words of the first sentence are padding.
    x.get(NDArrayIndex.point(0), NDArrayIndex.interval(4, 8), NDArrayIndex.all()).assign(0);
    DataSet data = new DataSet(x, Nd4j.eye(2).castTo(DataType.FLOAT).getRows(0, 1, 0));
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    float[] gradient = network.gradient().gradient().dup().toFloatVector();
    float step = 2e-3f;
    for (int k = 0; k < gradient.length; k++) {
      float value = network.params().getFloat(k);
      network.params().putScalar(k, value + step);
      double above = network.score(data, true);
      network.params().putScalar(k, value - step);
      double below = network.score(data, true);
      network.params().putScalar(k, value);
      double slope = (above - below) / (2 * step);
      assertThat((double) gradient[k])
          .as("parameter %d", k)
          .isCloseTo(slope, within(2e-4 + 1e-2 * Math.abs(slope)));
    }
  }
}
