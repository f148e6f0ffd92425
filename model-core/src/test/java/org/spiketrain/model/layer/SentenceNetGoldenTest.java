package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.spiketrain.model.golden.Close.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.SentenceConvolution;

/** The networks of the SCNN paper's code, whole, in DL4J networks. */
class SentenceNetGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "scnn_textcnn_separate_lif1, false, 1",
    "scnn_textcnn_separate_lif1, false, 2",
    "scnn_textcnn_separate_lif1_beta0.9, false, 1",
    "scnn_textcnn_shared_lif1, true, 1",
    "scnn_textcnn_shared_lif1_beta0.9, true, 2"
  })
  void theSpikingNetworksLossAndGradientsEqualTheirs(String name, boolean shared, int threads) {
    GoldenCase golden = GoldenCase.read(name);
    SentenceConvolution size = size(golden, 2);
    double beta = golden.parameter("beta", 1.0);
    NeuronCell leaky = NeuronCell.parse("leaky(%s, surrogate = fast-sigmoid(25))".formatted(beta));
    MultiLayerNetwork net =
        network(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .miniBatch(false)
                .list()
                .layer(
                    new SpikingConvolution.Builder(size.words(), size.widths(), size.filters())
                        .neurons(leaky)
                        .build())
                .layer(
                    new PooledNeurons.Builder(leaky)
                        .sharing(shared ? size.widths().size() : 1)
                        .build())
                .layer(new SequenceLayer.Builder(leaky).nOut(golden.parameter("labels", 0)).build())
                .layer(new SpikeLoss.Builder(SequenceLoss.parse("ce-rate")).build())
                .setInputType(InputType.recurrent(size.inputs()))
                .build());
    setConvolution(net, golden, size);
    set(net, "0_b", biases(golden, "param.convs_1.%d.bias", size));
    set(net, "2_W", golden.transposed("param.fc_1.weight"));
    set(net, "2_b", golden.values("param.fc_1.bias"));

    KernelThreads.use(threads);
    try {
      run(net, golden, golden.size("x", 0));
    } finally {
      KernelThreads.use(1);
    }

    assertThat(net.score()).isCloseTo(golden.values("loss")[0], within(1e-5));
    assertConvolutionGradient(net, golden, size);
    assertGradient(net, "0_b", biases(golden, "grad.convs_1.%d.bias", size));
    assertGradient(net, "2_W", golden.transposed("grad.fc_1.weight"));
    assertGradient(net, "2_b", golden.values("grad.fc_1.bias"));
    assertClose("grad.x", inputGradient(net), golden.values("grad.x"));
    OutputRunner<?> output = (OutputRunner<?>) net.getOutputLayer();
    assertThat((double) output.correct() / golden.size("x", 1))
        .isCloseTo(golden.parameter("accuracy_rate", 0.0), within(1e-6));
    List<INDArray> outputs = net.feedForward(net.getInput());
    assertClose("spk_filters", timeMajor(outputs.get(2)), golden.values("spk_filters"));
    assertClose("spk_out", timeMajor(outputs.get(3)), golden.values("spk_out"));
  }

  @Test
  void theTailoredNetworksLossAndGradientsEqualTheirs() {
    GoldenCase golden = GoldenCase.read("scnn_ann_textcnn");
    SentenceConvolution size = size(golden, 1);
    MultiLayerNetwork net =
        network(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .miniBatch(false)
                .list()
                .layer(
                    new SpikingConvolution.Builder(size.words(), size.widths(), size.filters())
                        .build())
                .layer(
                    new SequenceLayer.Builder("linear").nOut(golden.parameter("labels", 0)).build())
                .layer(new SpikeLoss.Builder(SequenceLoss.parse("ce-mean")).build())
                .setInputType(InputType.recurrent(size.inputs()))
                .build());
    setConvolution(net, golden, size);
    set(net, "0_b", new float[size.columns()]);
    set(net, "1_W", golden.transposed("param.fc_1.weight"));
    set(net, "1_b", new float[golden.parameter("labels", 0)]);

    run(net, golden, 1);

    assertThat(net.score()).isCloseTo(golden.values("loss")[0], within(1e-5));
    assertConvolutionGradient(net, golden, size);
    assertGradient(net, "1_W", golden.transposed("grad.fc_1.weight"));
    assertClose("grad.x", inputGradient(net), withoutPadding(golden, "grad.x"));
  }

  /** Nobody wants the gradient by padding, the words that are zero: it is left out as 0. */
  private static float[] withoutPadding(GoldenCase golden, String tensor) {
    int dimensions = golden.size("x", 2);
    float[] x = golden.values("x");
    float[] values = golden.values(tensor);
    for (int word = 0; word < x.length / dimensions; word++) {
      int from = word * dimensions;
      if (IntStream.range(from, from + dimensions).allMatch(k -> x[k] == 0f)) {
        Arrays.fill(values, from, from + dimensions, 0f);
      }
    }
    return values;
  }

  private static SentenceConvolution size(GoldenCase golden, int wordsDimension) {
    List<Integer> widths =
        golden.has("param.convs_1.1.weight")
            ? List.of(
                golden.size("param.convs_1.0.weight", 2), golden.size("param.convs_1.1.weight", 2))
            : List.of(golden.size("param.convs_1.0.weight", 2));
    return new SentenceConvolution(
        golden.size("x", wordsDimension),
        golden.size("x", wordsDimension + 1),
        widths,
        golden.size("param.convs_1.0.weight", 0));
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration conf) {
    MultiLayerNetwork net = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(conf.toJson()));
    net.init();
    return net;
  }

  private static void run(MultiLayerNetwork net, GoldenCase golden, int timeSteps) {
    float[] values = golden.values("x");
    int batch = golden.values("target").length;
    INDArray x =
        Nd4j.createFromArray(values)
            .reshape('c', timeSteps, batch, values.length / timeSteps / batch);
    net.setInput(TimeMajor.view(x, RNNFormat.NCW));
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, golden.parameter("labels", 0));
    for (int b = 0; b < batch; b++) {
      labels.putScalar(b, (int) golden.values("target")[b], 1f);
    }
    net.setLabels(labels);
    net.computeGradientAndScore();
  }

  /** Weights of all filters at each offset, [dimensions, columns]. */
  private static float[] weights(
      GoldenCase golden, String name, SentenceConvolution size, int offset) {
    int first = size.firstColumn(offset);
    float[] all = new float[size.dimensions() * size.columnsAt(offset)];
    for (int column = first; column < size.columns(); column++) {
      float[] filters = golden.values(name.formatted(column / size.filters()));
      int filter = column % size.filters();
      for (int d = 0; d < size.dimensions(); d++) {
        all[d * size.columnsAt(offset) + column - first] =
            filters[(filter * size.width(column) + offset) * size.dimensions() + d];
      }
    }
    return all;
  }

  private static float[] biases(GoldenCase golden, String name, SentenceConvolution size) {
    float[] all = new float[size.columns()];
    for (int w = 0; w < size.widths().size(); w++) {
      System.arraycopy(
          golden.values(name.formatted(w)), 0, all, w * size.filters(), size.filters());
    }
    return all;
  }

  private static void setConvolution(
      MultiLayerNetwork net, GoldenCase golden, SentenceConvolution size) {
    for (int offset = 0; offset < size.widest(); offset++) {
      set(net, "0_W" + offset, weights(golden, "param.convs_1.%d.weight", size, offset));
    }
  }

  private static void assertConvolutionGradient(
      MultiLayerNetwork net, GoldenCase golden, SentenceConvolution size) {
    IntStream.range(0, size.widest())
        .forEach(
            offset ->
                assertGradient(
                    net, "0_W" + offset, weights(golden, "grad.convs_1.%d.weight", size, offset)));
  }

  private static void set(MultiLayerNetwork net, String key, float[] values) {
    INDArray parameter = net.getParam(key);
    assertThat(parameter.length()).as(key).isEqualTo(values.length);
    new FloatPointer(parameter.data().addressPointer()).put(values, 0, values.length);
  }

  private static void assertGradient(MultiLayerNetwork net, String key, float[] expected) {
    assertClose(key, floats(net.gradient().getGradientFor(key)), expected);
  }

  private static float[] inputGradient(MultiLayerNetwork net) {
    INDArray gradient =
        net.calculateGradients(net.getInput(), net.getLabels(), null, null).getSecond();
    return timeMajor(gradient);
  }

  private static float[] timeMajor(INDArray sequence) {
    return floats(TimeMajor.of(sequence, RNNFormat.NCW));
  }

  private static float[] floats(INDArray array) {
    float[] values = new float[(int) array.length()];
    new FloatPointer(array.data().addressPointer()).get(values);
    return values;
  }
}
