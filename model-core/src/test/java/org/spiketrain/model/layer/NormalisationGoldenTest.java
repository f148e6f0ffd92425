package org.spiketrain.model.layer;

import static org.spiketrain.model.golden.Close.assertClose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.kernel.CellOutput;

/**
 * Batch normalisation of a layer's input against PyTorch, with an example that ends early;
 * batchnorm.py writes the values. The neurons pass their current on.
 */
class NormalisationGoldenTest {
  private static final LayerWorkspaceMgr MEMORY = LayerWorkspaceMgr.noWorkspaces();

  private final JsonNode golden;
  private final int steps;
  private final int[] lengths;

  NormalisationGoldenTest() throws IOException {
    golden = new ObjectMapper().readTree(getClass().getResourceAsStream("/torch/batchnorm.json"));
    steps = golden.get("steps").asInt();
    lengths = new int[golden.get("lengths").size()];
    Arrays.setAll(lengths, b -> golden.get("lengths").get(b).asInt());
  }

  @Test
  void batchNormalisationIsPyTorchs() {
    JsonNode expected = golden;
    Layer layer = layer(passing().normalised(1).nOut(5).build());
    set(layer, "W", expected.get("weights"));
    set(layer, "gain", expected.get("gain"));
    set(layer, "b", expected.get("bias"));

    assertSequence("output", layer.activate(true, MEMORY), expected.get("output"));
    assertClose("mean", values(layer.getParam("mean")), values(expected.get("running_mean")));
    assertClose(
        "variance", values(layer.getParam("variance")), values(expected.get("running_variance")));
    Pair<Gradient, INDArray> back =
        layer.backpropGradient(sequence(expected.get("upstream")), MEMORY);
    assertGradient(back, "W", expected.get("grad_weights"));
    assertGradient(back, "gain", expected.get("grad_gain"));
    assertGradient(back, "b", expected.get("grad_bias"));
    assertSequence("input gradient", back.getSecond(), expected.get("grad_input"));
    assertSequence("inference", layer.activate(false, MEMORY), expected.get("inference"));
  }

  @Test
  void theRunningValuesHaveNoGradient() {
    Layer layer = layer(passing().normalised(1).nOut(5).build());
    layer.activate(true, MEMORY);
    Pair<Gradient, INDArray> back =
        layer.backpropGradient(sequence(golden.get("upstream")), MEMORY);
    for (String name : new String[] {"mean", "variance"}) {
      assertClose(name, values(back.getFirst().getGradientFor(name)), new float[5]);
    }
  }

  /** Neurons whose membrane potential is their current. */
  private static SequenceLayer.Builder passing() {
    return new SequenceLayer.Builder("leaky(0, reset = none)").output(CellOutput.MEMBRANE);
  }

  /** The layer in a network, with the golden input. */
  private Layer layer(SequenceLayer conf) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(2)
                .list()
                .layer(conf)
                .layer(new SpikeLoss.Builder(SequenceLoss.parse("ce-mean")).build())
                .setInputType(InputType.recurrent(4))
                .build());
    network.init();
    network.initGradientsView();
    Layer layer = network.getLayer(0);
    INDArray mask = Nd4j.zeros(lengths.length, steps);
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        mask.putScalar(b, t, 1);
      }
    }
    layer.setMaskArray(mask);
    layer.setInput(sequence(golden.get("input")), MEMORY);
    return layer;
  }

  private INDArray sequence(JsonNode timeMajor) {
    float[] flat = values(timeMajor);
    int width = flat.length / steps / lengths.length;
    INDArray array = Nd4j.createFromArray(flat).reshape('c', steps, lengths.length, width);
    return TimeMajor.view(array, RNNFormat.NCW);
  }

  private static void set(Layer layer, String name, JsonNode numbers) {
    INDArray parameter = layer.getParam(name);
    parameter.assign(Nd4j.createFromArray(values(numbers)).reshape('c', parameter.shape()));
  }

  private static float[] values(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = numbers.get(k).floatValue();
    }
    return values;
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static void assertSequence(String what, INDArray actual, JsonNode expected) {
    assertClose(what, values(TimeMajor.of(actual, RNNFormat.NCW)), values(expected));
  }

  private static void assertGradient(
      Pair<Gradient, INDArray> back, String name, JsonNode expected) {
    assertClose(name, values(back.getFirst().getGradientFor(name)), values(expected));
  }
}
