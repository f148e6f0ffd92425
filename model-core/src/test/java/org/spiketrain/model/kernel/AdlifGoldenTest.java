package org.spiketrain.model.kernel;

import static org.spiketrain.model.golden.Close.assertClose;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/** Recurrent adLIF neurons: spikes and all gradients; adlif.py writes the values by PyTorch. */
class AdlifGoldenTest {
  private static final List<String> PARAMETERS = List.of("tauU", "tauW", "a", "jump");

  /** The threshold, of all neurons the same. */
  private static final float[] THRESHOLD = {1, 1, 1, 1, 1};

  @ParameterizedTest
  @CsvSource({"adlif_symplectic, symplectic", "adlif_forward, forward"})
  void spikesAndGradientsAreThoseOfTheEquations(String name, String scheme) {
    GoldenCase golden = GoldenCase.read(name);
    NeuronCell cell =
        NeuronCell.parse(
            "adlif(recurrent = true, scheme = %s, strength = 20, least-tau-w = 10, most-tau-w = 40)"
                .formatted(scheme));
    int neurons = golden.size("param.W", 0);
    float[][] prepared = neuron(golden);
    cell.prepare(prepared, neurons);
    Unit unit = new Unit(cell, golden.size("x", 2), neurons, Direction.FORWARD, CellOutput.OUTPUT);
    float[][] weights = {
      golden.transposed("param.W"),
      golden.transposed("param.RW"),
      golden.values("param.b"),
      golden.values("param.rb")
    };
    SequenceShape shape = SequenceShape.full(golden.size("x", 0), golden.size("x", 1));
    KernelRun run = new KernelRun(unit, shape, weights, prepared);

    assertClose("s", run.forward(golden.values("x")), golden.values("s"));
    float[] gradX = run.backward(golden.values("loss_weight.s"));
    assertClose("grad.x", gradX, golden.values("grad.x"));
    assertClose("W", run.gradient(0), golden.transposed("grad.W"));
    assertClose("RW", run.gradient(1), golden.transposed("grad.RW"));
    assertClose("b", run.gradient(2), golden.values("grad.b"));
    assertClose("rb", run.gradient(3), golden.values("grad.rb"));
    float[][] gradients =
        Stream.iterate(0, k -> k + 1)
            .limit(prepared.length)
            .map(run::neuronGradient)
            .toArray(float[][]::new);
    cell.unprepare(neuron(golden), gradients, neurons);
    for (int k = 0; k < PARAMETERS.size(); k++) {
      String parameter = PARAMETERS.get(k);
      assertClose(parameter, gradients[k], golden.values("grad." + parameter));
    }
  }

  private static float[][] neuron(GoldenCase golden) {
    return Stream.concat(
            PARAMETERS.stream().map(parameter -> golden.values("param." + parameter)),
            Stream.of(THRESHOLD.clone()))
        .toArray(float[][]::new);
  }
}
