package org.spiketrain.model.layer;

import static org.spiketrain.model.golden.Close.assertClose;

import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.golden.GoldenCase;

/**
 * SiLIF, C-SiLIF, cAdLIF, adLIF and their readout, normalised over a minibatch, against their
 * authors' code: outputs and all gradients. silif.py writes the values.
 */
class SilifGoldenTest {
  private static final LayerWorkspaceMgr MEMORY = LayerWorkspaceMgr.noWorkspaces();

  private static final Map<String, String> ADAPTIVE =
      Map.of("alpha", "alpha", "beta", "beta", "a", "a", "b", "jump");

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of(
            "silif_layer_batchnorm",
            "silif()",
            Map.of("alpha", "logAlpha", "beta", "logBeta", "a", "a", "b", "jump", "dt", "logStep")),
        Arguments.of(
            "silif_csilif_layer",
            "c-silif()",
            Map.of(
                "log_log_alpha",
                "logRate",
                "alpha_img",
                "angle",
                "log_dt",
                "logStep",
                "b",
                "strength")),
        Arguments.of(
            "silif_cadlif_layer",
            "adaptive-leaky(ranges = constrained, surrogate = boxcar)",
            ADAPTIVE),
        Arguments.of("silif_adlif_layer", "adaptive-leaky(surrogate = boxcar)", ADAPTIVE));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void outputsAndGradientsAreTheAuthors(String name, String cell, Map<String, String> parameters) {
    GoldenCase golden = GoldenCase.read(name);
    Layer layer = network(golden, cell, "ce-mean").getLayer(0);
    set(layer, golden, parameters);
    layer.setInput(sequence(golden, "x"), MEMORY);

    assertClose("s", batchMajor(layer.activate(true, MEMORY)), golden.values("s"));
    Pair<Gradient, INDArray> back =
        layer.backpropGradient(sequence(golden, "loss_weight.s"), MEMORY);
    assertGradients(back.getFirst(), golden, parameters);
    assertClose("grad.x", batchMajor(back.getSecond()), golden.values("grad.x"));
  }

  @Test
  void theReadoutIsTheAuthors() {
    GoldenCase golden = GoldenCase.read("silif_readout_layer");
    MultiLayerNetwork network = network(golden, "low-pass()", "ce-softmax-sum");
    Map<String, String> parameters = Map.of("alpha", "alpha");
    set(network.getLayer(0), golden, parameters);
    network.setInput(sequence(golden, "x"));
    float[] labels = golden.values("labels");
    INDArray wanted = Nd4j.zeros(labels.length, golden.size("sums", 1));
    for (int b = 0; b < labels.length; b++) {
      wanted.putScalar(b, (int) labels[b], 1);
    }
    network.setLabels(wanted);
    network.computeGradientAndScore();

    assertClose("loss", new float[] {(float) network.score()}, golden.values("loss"));
    // DL4J divides by the minibatch when it updates; see OutputRunner.
    Gradient gradient = network.gradient();
    gradient.gradientForVariable().forEach((key, value) -> value.divi(labels.length));
    assertGradients(gradient, golden, parameters, "0_");
  }

  private static void assertGradients(
      Gradient gradient, GoldenCase golden, Map<String, String> parameters) {
    assertGradients(gradient, golden, parameters, "");
  }

  private static void assertGradients(
      Gradient gradient, GoldenCase golden, Map<String, String> parameters, String prefix) {
    parameters.forEach(
        (theirs, ours) ->
            assertClose(
                ours,
                values(gradient.getGradientFor(prefix + ours)),
                golden.values("grad." + theirs)));
    assertClose(
        "W", values(gradient.getGradientFor(prefix + "W")), golden.transposed("grad.W.weight"));
    assertClose(
        "gain",
        values(gradient.getGradientFor(prefix + "gain")),
        golden.values("grad.norm.weight"));
    assertClose(
        "b", values(gradient.getGradientFor(prefix + "b")), golden.values("grad.norm.bias"));
  }

  private static MultiLayerNetwork network(GoldenCase golden, String cell, String loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(2)
                .list()
                .layer(
                    new SequenceLayer.Builder(cell)
                        .normalised(1)
                        .nOut(golden.size("param.W.weight", 0))
                        .build())
                .layer(new SpikeLoss.Builder(SequenceLoss.parse(loss)).build())
                .setInputType(InputType.recurrent(golden.size("x", 2)))
                .build());
    network.init();
    network.initGradientsView();
    return network;
  }

  private static void set(Layer layer, GoldenCase golden, Map<String, String> parameters) {
    parameters.forEach((theirs, ours) -> set(layer, ours, golden.values("param." + theirs)));
    set(layer, "W", golden.transposed("param.W.weight"));
    set(layer, "gain", golden.values("param.norm.weight"));
    set(layer, "b", golden.values("param.norm.bias"));
  }

  private static void set(Layer layer, String name, float[] values) {
    INDArray parameter = layer.getParam(name);
    parameter.assign(Nd4j.createFromArray(values).reshape('c', parameter.shape()));
  }

  /** A tensor [batch, time, size] as DL4J has sequences. */
  private static INDArray sequence(GoldenCase golden, String tensor) {
    INDArray array =
        Nd4j.createFromArray(golden.values(tensor))
            .reshape('c', golden.size(tensor, 0), golden.size(tensor, 1), golden.size(tensor, 2));
    INDArray timeMajor = array.permute(1, 0, 2).dup('c');
    return TimeMajor.view(timeMajor, RNNFormat.NCW);
  }

  private static float[] batchMajor(INDArray sequence) {
    return values(TimeMajor.of(sequence, RNNFormat.NCW).permute(1, 0, 2));
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
