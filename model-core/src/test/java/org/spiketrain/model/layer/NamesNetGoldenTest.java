package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.spiketrain.model.golden.Close.assertClose;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.neuron.SpikingLstmCell;
import org.spiketrain.model.neuron.SpikingLstmCell.CellState;
import org.spiketrain.model.updater.FusedAdam;

/** The tutorial's whole network, through DL4J: probabilities, loss and parameters after Adam. */
class NamesNetGoldenTest {
  @ParameterizedTest
  @CsvSource({"sjcd_names_net, UNBOUNDED", "sjab_names_net, CLIPPED"})
  void oneTrainingStepEqualsSpikingJellys(String name, CellState cellState) {
    GoldenCase golden = GoldenCase.read(name);
    int hidden = golden.parameter("hidden", 0);
    int classes = golden.parameter("classes", 0);
    MultiLayerNetwork net = network(hidden, classes, cellState);
    set(net, golden, "param.");
    INDArray x = oneHot(golden.values("index"));
    assertClose("prob", net.output(x).data().asFloat(), golden.values("prob"));

    INDArray target = Nd4j.createFromArray(golden.values("target")).reshape(1, classes);
    net.fit(new DataSet(x, target));

    assertThat(net.score()).isCloseTo(golden.values("loss")[0], within(1e-6));
    assertParameters(net, golden, "after_adam.");
    OutputRunner<?> readout = (OutputRunner<?>) net.getOutputLayer();
    assertThat(readout.correct()).isBetween(0, 1);
  }

  private static MultiLayerNetwork network(int hidden, int classes, CellState cellState) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new FusedAdam(1e-4))
                .list()
                .layer(
                    new SequenceLayer.Builder(
                            new SpikingLstmCell(
                                SurrogateGradient.standard(),
                                SurrogateGradient.standard(),
                                cellState))
                        .nOut(hidden)
                        .build())
                .layer(
                    new SpikeReadout.Builder(SequenceLoss.parse("softmax-mse"))
                        .nOut(classes)
                        .build())
                .setInputType(InputType.recurrent(58))
                .build());
    net.init();
    return net;
  }

  private static void set(MultiLayerNetwork net, GoldenCase golden, String prefix) {
    String cell = prefix + "lstm.cells.0.linear_";
    assign(net.getParam("0_W"), golden.transposed(cell + "ih.weight"));
    assign(net.getParam("0_RW"), golden.transposed(cell + "hh.weight"));
    assign(net.getParam("0_b"), golden.values(cell + "ih.bias"));
    assign(net.getParam("0_rb"), golden.values(cell + "hh.bias"));
    assign(net.getParam("1_W"), golden.transposed(prefix + "fc.weight"));
    assign(net.getParam("1_b"), golden.values(prefix + "fc.bias"));
  }

  private static void assign(INDArray parameter, float[] values) {
    parameter.assign(Nd4j.createFromArray(values).reshape('c', parameter.shape()));
  }

  private static void assertParameters(MultiLayerNetwork net, GoldenCase golden, String prefix) {
    String cell = prefix + "lstm.cells.0.linear_";
    assertParameter(net, "0_W", golden.transposed(cell + "ih.weight"));
    assertParameter(net, "0_RW", golden.transposed(cell + "hh.weight"));
    assertParameter(net, "0_b", golden.values(cell + "ih.bias"));
    assertParameter(net, "0_rb", golden.values(cell + "hh.bias"));
    assertParameter(net, "1_W", golden.transposed(prefix + "fc.weight"));
    assertParameter(net, "1_b", golden.values(prefix + "fc.bias"));
  }

  private static void assertParameter(MultiLayerNetwork net, String name, float[] expected) {
    assertClose(name, net.getParam(name).dup('c').data().asFloat(), expected);
  }

  private static INDArray oneHot(float[] index) {
    INDArray timeMajor = Nd4j.zeros(index.length, 1, 58);
    for (int t = 0; t < index.length; t++) {
      timeMajor.putScalar(t, 0, (int) index[t], 1);
    }
    return timeMajor.permute(1, 2, 0);
  }
}
