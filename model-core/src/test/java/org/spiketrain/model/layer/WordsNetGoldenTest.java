package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.spiketrain.model.golden.Close.assertClose;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.golden.GoldenCase;

/** snnTorch's recurrent network for spoken words, whole, in a DL4J network. */
class WordsNetGoldenTest {
  @ParameterizedTest
  @ValueSource(strings = {"snn_ssc_net_sequence", "snn_ssc_net_sequence_elementwise"})
  void lossAndGradientsEqualSnnTorchs(String name) {
    GoldenCase golden = GoldenCase.read(name);
    boolean allToAll = golden.parameter("all_to_all", true);
    MultiLayerNetwork net = network(golden, allToAll);
    setParameters(net, golden, allToAll);
    INDArray x =
        Nd4j.createFromArray(golden.values("x"))
            .reshape('c', golden.size("x", 0), golden.size("x", 1), golden.size("x", 2));
    net.setInput(TimeMajor.view(x, RNNFormat.NCW));
    net.setLabels(labels(golden));
    net.computeGradientAndScore();
    assertThat(net.score()).isCloseTo(golden.values("loss")[0], within(1e-5));
    assertGradients(net, golden, allToAll);
    OutputRunner<?> output = (OutputRunner<?>) net.getOutputLayer();
    double accuracy = (double) output.correct() / golden.size("x", 1);
    assertThat(accuracy).isCloseTo(golden.parameter("accuracy_rate", 0.0), within(1e-6));
  }

  private static MultiLayerNetwork network(GoldenCase golden, boolean allToAll) {
    int hidden = golden.parameter("hidden", 0);
    String leaky = "leaky(0.95, recurrence = %s)".formatted(allToAll ? "all-to-all" : "one-to-one");
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .miniBatch(false)
            .list()
            .layer(new SequenceLayer.Builder("lstm").nOut(hidden).build())
            .layer(new SequenceLayer.Builder(leaky).nOut(hidden).build())
            .layer(new SequenceLayer.Builder(leaky).nOut(hidden).build())
            .layer(
                new SequenceLayer.Builder("leaky(0.95)")
                    .nOut(golden.parameter("outputs", 0))
                    .build())
            .layer(new SpikeLoss.Builder(SequenceLoss.parse("mse-count(0.8, 0.2)")).build())
            .setInputType(InputType.recurrent(golden.parameter("inputs", 0)))
            .build();
    MultiLayerNetwork net = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(conf.toJson()));
    net.init();
    return net;
  }

  private static INDArray labels(GoldenCase golden) {
    float[] target = golden.values("target");
    INDArray labels = Nd4j.zeros(DataType.FLOAT, target.length, golden.parameter("outputs", 0));
    for (int b = 0; b < target.length; b++) {
      labels.putScalar(b, (int) target[b], 1f);
    }
    return labels;
  }

  private static void setParameters(MultiLayerNetwork net, GoldenCase golden, boolean allToAll) {
    set(net, "0_W", golden.transposed("param.lstm.weight_ih_l0"));
    set(net, "0_RW", golden.transposed("param.lstm.weight_hh_l0"));
    set(net, "0_b", golden.values("param.lstm.bias_ih_l0"));
    set(net, "0_rb", golden.values("param.lstm.bias_hh_l0"));
    for (int l = 1; l <= 3; l++) {
      set(net, l + "_W", golden.transposed("param.fc" + l + ".weight"));
      set(net, l + "_b", golden.values("param.fc" + l + ".bias"));
      if (l < 3 && allToAll) {
        set(net, l + "_RW", golden.transposed("param.rlif" + l + ".recurrent.weight"));
        set(net, l + "_rb", golden.values("param.rlif" + l + ".recurrent.bias"));
      } else if (l < 3) {
        set(net, l + "_V", golden.values("param.rlif" + l + ".V"));
      }
    }
  }

  private static void set(MultiLayerNetwork net, String key, float[] values) {
    INDArray parameter = net.getParam(key);
    assertThat(parameter.length()).as(key).isEqualTo(values.length);
    new FloatPointer(parameter.data().addressPointer()).put(values, 0, values.length);
  }

  private static void assertGradients(MultiLayerNetwork net, GoldenCase golden, boolean allToAll) {
    assertGradient(net, "0_W", golden.transposed("grad.lstm.weight_ih_l0"));
    assertGradient(net, "0_RW", golden.transposed("grad.lstm.weight_hh_l0"));
    assertGradient(net, "0_b", golden.values("grad.lstm.bias_ih_l0"));
    for (int l = 1; l <= 3; l++) {
      assertGradient(net, l + "_W", golden.transposed("grad.fc" + l + ".weight"));
      assertGradient(net, l + "_b", golden.values("grad.fc" + l + ".bias"));
      if (l < 3 && allToAll) {
        assertGradient(net, l + "_RW", golden.transposed("grad.rlif" + l + ".recurrent.weight"));
        assertGradient(net, l + "_rb", golden.values("grad.rlif" + l + ".recurrent.bias"));
      } else if (l < 3) {
        assertGradient(net, l + "_V", golden.values("grad.rlif" + l + ".V"));
      }
    }
  }

  private static void assertGradient(MultiLayerNetwork net, String key, float[] expected) {
    INDArray gradient = net.gradient().getGradientFor(key);
    float[] actual = new float[expected.length];
    new FloatPointer(gradient.data().addressPointer()).get(actual);
    assertClose(key, actual, expected);
  }
}
