package org.spiketrain.model.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;

class DeltaCompressorTest {
  private static MultiLayerNetwork network(String stack) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, "cross-entropy")
                .configuration(
                    NetworkInput.of(5, InputCoding.DENSE),
                    3,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    6));
    network.init();
    return network;
  }

  /** Of an ensemble, whose biases are a matrix too, with normalisation, decays and dropout. */
  @Test
  void weightsAloneBecomeCoarse() {
    MultiLayerNetwork network =
        network(
            """
            leaky(7, recurrence = all-to-all, batch-norm = 1, members = 2, learn-beta = per-neuron)
            dropout(0.1)
            readout(mean)
            """);
    DeltaCompressor compressor = DeltaCompressor.of(network, DeltaForm.TERNARY, 1);
    float[] delta = new float[(int) network.numParams()];
    for (int j = 0; j < delta.length; j++) {
      delta[j] = 1 + j;
    }
    float[] told =
        compressor.decompress(compressor.compress(delta.clone(), new float[delta.length]));
    network.setParams(NativeFloats.rowVector(told));
    network
        .paramTable()
        .forEach(
            (name, parameter) -> {
              boolean coarse = values(parameter).distinct().count() < parameter.length();
              assertThat(coarse).as(name).isEqualTo(isWeight(name));
            });
    assertThat(network.paramTable().keySet()).anyMatch(DeltaCompressorTest::isWeight);
  }

  private static boolean isWeight(String name) {
    return name.substring(name.indexOf('_') + 1).contains("W");
  }

  private static IntStream values(INDArray parameter) {
    float[] values = NativeFloats.copy(parameter);
    return IntStream.range(0, values.length).map(j -> Float.floatToIntBits(values[j]));
  }

  @Test
  void ofAVectorWithoutWeightsNothingIsLost() {
    DeltaCompressor exact = new DeltaCompressor(4, List.of(), DeltaForm.TERNARY, 1);
    float[] delta = {1, -2, 3.5f, 0};
    assertThat(exact.decompress(exact.compress(delta.clone(), new float[4]))).isEqualTo(delta);
    assertThat(exact.mostBytes()).isEqualTo(16);
  }
}
