package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * The lecture's networks that learn to follow "hihell" with "ihello", trained for 20 steps in
 * PyTorch: our vanilla RNN among DL4J's own layers, with our Adam.
 */
class HihelloGoldenTest {
  private static final int SYMBOLS = 5;
  private static final int STEPS = 6;

  @Test
  void theRnnWhoseOutputsAreTheLogitsLearnsAsPyTorchs() {
    GoldenCase golden = GoldenCase.read("torch_hihello_rnn");
    MultiLayerNetwork net = network(loss(1.0 / STEPS), oneHot(golden, "ids"));
    set(net, 0, golden, "param.rnn.", "_l0");
    assertLosses(net, golden, oneHot(golden, "ids"));
    assertThat(answers(net, oneHot(golden, "ids"))).isEqualTo(wanted(golden));
  }

  @Test
  void theRnnFedStepByStepLearnsAsPyTorchs() {
    GoldenCase golden = GoldenCase.read("torch_hihello_stepwise");
    MultiLayerNetwork net = network(loss(1), oneHot(golden, "ids"));
    set(net, 0, golden, "param.", "_l0");
    assertLosses(net, golden, oneHot(golden, "ids"));
  }

  @Test
  void theRnnBehindAnEmbeddingLearnsAsPyTorchs() {
    GoldenCase golden = GoldenCase.read("torch_hihello_embedding_rnn");
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            common()
                .list()
                .layer(
                    new EmbeddingSequenceLayer.Builder()
                        .nIn(SYMBOLS)
                        .nOut(golden.size("param.embedding.weight", 1))
                        .inputLength(STEPS)
                        .outputDataFormat(RNNFormat.NCW)
                        .build())
                .layer(
                    new SequenceLayer.Builder("rnn")
                        .nIn(golden.size("param.embedding.weight", 1))
                        .nOut(SYMBOLS)
                        .build())
                .layer(
                    new RnnOutputLayer.Builder(loss(1.0 / STEPS))
                        .activation(Activation.SOFTMAX)
                        .nIn(SYMBOLS)
                        .nOut(SYMBOLS)
                        .build())
                .build());
    net.init();
    int width = golden.size("param.embedding.weight", 1);
    put(net, "0_W", golden.values("param.embedding.weight"), SYMBOLS, width);
    set(net, 1, golden, "param.rnn.", "_l0");
    put(net, "2_W", golden.transposed("param.fc.weight"), SYMBOLS, SYMBOLS);
    put(net, "2_b", golden.values("param.fc.bias"), 1, SYMBOLS);
    INDArray ids = Nd4j.createFromArray(golden.values("ids")).reshape(1, STEPS);
    assertLosses(net, golden, ids);
    assertThat(answers(net, ids)).isEqualTo(wanted(golden));
  }

  /** A network of ours, with beginnings of the sequence as examples instead of its steps. */
  @Test
  void anExampleForEachBeginningLearnsAsALabelAtEachStep() {
    GoldenCase golden = GoldenCase.read("torch_hihello_rnn");
    MultiLayerNetwork net = ofBeginnings(new FusedAdam(0.1));
    set(net, 0, golden, "param.rnn.", "_l0");
    assertLossesOfBeginnings(net, golden, 1);
    SpikingClassifier trained = new SpikingClassifier(net);
    FrameShard asked = beginnings(golden);
    assertThat(
            IntStream.range(0, STEPS)
                .map(t -> TopClasses.of(trained.probabilitiesOf(asked.frames(t)), 1)[0])
                .toArray())
        .isEqualTo(wanted(golden));
  }

  /** The sum over the steps is six times the mean, which Adam sees by its epsilon alone. */
  @Test
  void anExampleForEachBeginningLearnsAsTheRnnFedStepByStep() {
    GoldenCase golden = GoldenCase.read("torch_hihello_stepwise");
    MultiLayerNetwork net = ofBeginnings(new FusedAdam(0.1, 0.9, 0.999, 1e-8 / STEPS));
    set(net, 0, golden, "param.", "_l0");
    assertLossesOfBeginnings(net, golden, STEPS);
    SpikingClassifier trained = new SpikingClassifier(net);
    SpikingClassifier.SequenceWindows carried = trained.windows();
    FrameShard asked = beginnings(golden);
    float[] symbols = golden.values("ids");
    for (int t = 0; t < STEPS; t++) {
      SpikeFrames letter = SpikeFrames.oneHot(SYMBOLS, new int[] {(int) symbols[t]});
      assertThat(carried.probabilities(letter)).isEqualTo(trained.probabilitiesOf(asked.frames(t)));
    }
  }

  private static MultiLayerNetwork ofBeginnings(FusedAdam adam) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NetworkSettings("rnn(classes)", "ce-last")
                .configuration(
                    NetworkInput.of(SYMBOLS, InputCoding.EVENTS),
                    SYMBOLS,
                    new NetworkSettings.Optimisation(adam, 0, 0),
                    1));
    net.init();
    return net;
  }

  /** Their mean loss, times so many, is PyTorch's. */
  private static void assertLossesOfBeginnings(
      MultiLayerNetwork net, GoldenCase golden, int times) {
    DataSet beginnings =
        new Minibatch(beginnings(golden), SYMBOLS, InputCoding.EVENTS, Augmentation.NONE)
            .of(IntStream.range(0, STEPS).toArray(), new SplittableRandom(1));
    for (float expected : golden.values("losses")) {
      net.fit(beginnings);
      assertThat(times * net.score()).isCloseTo(expected, within(times * 5e-4));
    }
  }

  private static FrameShard beginnings(GoldenCase golden) {
    float[] symbols = golden.values("ids");
    float[] next = golden.values("target");
    return FrameShard.of(
        SYMBOLS,
        IntStream.range(0, STEPS)
            .mapToObj(
                t -> {
                  int[] some = IntStream.rangeClosed(0, t).map(k -> (int) symbols[k]).toArray();
                  return new Example(t, (int) next[t], "", SpikeFrames.oneHot(SYMBOLS, some));
                })
            .iterator());
  }

  private static MultiLayerNetwork network(ILossFunction loss, INDArray input) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            common()
                .list()
                .layer(
                    new SequenceLayer.Builder("rnn").nIn((int) input.size(1)).nOut(SYMBOLS).build())
                .layer(new RnnLossLayer.Builder(loss).activation(Activation.SOFTMAX).build())
                .build());
    net.init();
    return net;
  }

  private static NeuralNetConfiguration.Builder common() {
    return new NeuralNetConfiguration.Builder().updater(new FusedAdam(0.1)).miniBatch(false);
  }

  /** DL4J sums over the time steps. */
  private static ILossFunction loss(double weight) {
    return new LossMCXENT(Nd4j.valueArrayOf(new long[] {1, SYMBOLS}, weight, DataType.FLOAT));
  }

  private static void set(
      MultiLayerNetwork net, int layer, GoldenCase golden, String prefix, String suffix) {
    String weights = prefix + "weight_ih" + suffix;
    put(net, layer + "_W", golden.transposed(weights), golden.size(weights, 1), SYMBOLS);
    put(net, layer + "_RW", golden.transposed(prefix + "weight_hh" + suffix), SYMBOLS, SYMBOLS);
    put(net, layer + "_b", golden.values(prefix + "bias_ih" + suffix), 1, SYMBOLS);
    put(net, layer + "_rb", golden.values(prefix + "bias_hh" + suffix), 1, SYMBOLS);
  }

  private static void put(
      MultiLayerNetwork net, String name, float[] values, int rows, int columns) {
    INDArray target = net.getParam(name);
    target.assign(Nd4j.createFromArray(values).reshape(rows, columns).reshape(target.shape()));
  }

  private static INDArray oneHot(GoldenCase golden, String tensor) {
    INDArray sequence = Nd4j.zeros(DataType.FLOAT, 1, SYMBOLS, STEPS);
    float[] symbols = golden.values(tensor);
    for (int t = 0; t < STEPS; t++) {
      sequence.putScalar(0, (int) symbols[t], t, 1f);
    }
    return sequence;
  }

  /** Adam divides by the root of small squares: what is rounded otherwise grows over the steps. */
  private static void assertLosses(MultiLayerNetwork net, GoldenCase golden, INDArray input) {
    DataSet data = new DataSet(input, oneHot(golden, "target"));
    for (float expected : golden.values("losses")) {
      net.fit(data);
      assertThat(net.score()).isCloseTo(expected, within(5e-4));
    }
  }

  private static int[] answers(MultiLayerNetwork net, INDArray input) {
    INDArray output = net.output(input);
    return IntStream.range(0, STEPS)
        .map(
            t ->
                IntStream.range(0, SYMBOLS)
                    .reduce(
                        0, (a, b) -> output.getFloat(0, b, t) > output.getFloat(0, a, t) ? b : a))
        .toArray();
  }

  private static int[] wanted(GoldenCase golden) {
    float[] classes = golden.values("final_argmax");
    return IntStream.range(0, STEPS).map(t -> (int) classes[t]).toArray();
  }
}
