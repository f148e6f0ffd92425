package org.spiketrain.model.kernel;

import static org.spiketrain.model.golden.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.neuron.LeakyCell;
import org.spiketrain.model.neuron.LeakyCell.Recurrence;

/** Every case of snnTorch's neurons: spikes, membrane potentials and all gradients. */
class SnnNeuronsGoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "snn_leaky_beta_per_neuron",
        "snn_leaky_default",
        "snn_leaky_graded_spikes",
        "snn_leaky_initial_mem",
        "snn_leaky_none_atan2",
        "snn_leaky_none_fastsigmoid25",
        "snn_leaky_subtract_atan2",
        "snn_leaky_subtract_fastsigmoid25",
        "snn_leaky_subtract_no_delay",
        "snn_leaky_zero_atan2",
        "snn_leaky_zero_fastsigmoid25",
        "snn_leaky_zero_no_delay",
        "snn_rleaky_elementwise_scalar",
        "snn_rleaky_elementwise_vector",
        "snn_rleaky_linear_initial",
        "snn_rleaky_linear_no_delay",
        "snn_rleaky_linear_none_atan2",
        "snn_rleaky_linear_subtract_atan2",
        "snn_rleaky_linear_subtract_fastsigmoid25",
        "snn_rleaky_linear_zero_atan2",
        "snn_synaptic_none",
        "snn_synaptic_subtract",
        "snn_synaptic_zero"
      })
  void spikesMembranesAndGradientsEqualSnnTorchs(String name) {
    new Case(name).check();
  }

  /**
   * The snnTorch that the published spiking text CNN brings along. Its neurons hold their membranes
   * themselves; what it does where they are passed in, and its reset to zero, its network uses
   * neither of, and snnTorch has both otherwise today.
   */
  @Test
  void membranesEqualThoseOfThePublishedTextNetwork() {
    new Case("scnn_vendored_leaky").checkMembranes("subtract.mem_init_hidden");
  }

  /** The neurons of a case behind weights of one, so that they see its input as it is. */
  private static final class Case {
    private final GoldenCase golden;
    private final double tolerance;
    private final int rows;
    private final int features;
    private final LeakyCell cell;
    private final SequenceShape shape;
    private final List<float[]> neuron = new ArrayList<>();

    Case(String name) {
      golden = GoldenCase.read(name);
      tolerance = name.contains("rleaky_linear") ? 5e-5 : 1e-5;
      features = golden.size("x", 2);
      shape = SequenceShape.full(golden.size("x", 0), golden.size("x", 1));
      rows = shape.timeSteps() * shape.batch();
      Spec leaky =
          Spec.of("leaky", 0.9)
              .with("surrogate", surrogate())
              .with("reset", golden.parameter("reset_mechanism", "subtract"))
              .with("delayed-reset", golden.parameter("reset_delay", true))
              .with("recurrence", recurrence(name))
              .with("graded-spikes", golden.parameter("graded_spikes_factor", 1.0));
      leaky = name.contains("synaptic") ? leaky.with("alpha", 0.9) : leaky;
      cell = (LeakyCell) NeuronCell.parse(leaky.toString());
      neuron.add(parameter("beta", 1));
      neuron.add(parameter("threshold", Float.MAX_VALUE));
      if (cell.synaptic()) {
        neuron.add(parameter("alpha", 1));
      }
      if (cell.recurrence() == Recurrence.ONE_TO_ONE) {
        neuron.add(parameter("V", Float.MAX_VALUE));
      }
    }

    private SurrogateGradient surrogate() {
      String spec = golden.parameter("surrogate", "atan2").replace("fastsigmoid", "fast-sigmoid");
      return spec.startsWith("default")
          ? SurrogateGradient.ofSnnTorch()
          : SurrogateGradient.parse(spec.replaceAll("([0-9]+)$", "($1)"));
    }

    private static Recurrence recurrence(String name) {
      if (!name.contains("rleaky")) {
        return Recurrence.NONE;
      }
      return name.contains("linear") ? Recurrence.ALL_TO_ALL : Recurrence.ONE_TO_ONE;
    }

    /** A value a feature; above {@code most}, or below 0 where that is 1, it is clamped. */
    private float[] parameter(String what, float most) {
      float[] row = new float[features];
      if (golden.has("param." + what)) {
        float[] given = golden.values("param." + what);
        for (int j = 0; j < features; j++) {
          row[j] = given[given.length == 1 ? 0 : j];
        }
      } else {
        Arrays.fill(row, (float) golden.parameter(what, 1.0));
      }
      for (int j = 0; j < features; j++) {
        row[j] = most == 1 ? Math.max(0, Math.min(most, row[j])) : row[j];
      }
      return row;
    }

    void checkMembranes(String expected) {
      float[] y = run().forward(golden.values("x"), initial(), true);
      assertClose("mem", columns(y, 1), golden.values(expected), tolerance);
    }

    private KernelRun run() {
      Unit unit = new Unit(cell, features, features, Direction.FORWARD, CellOutput.BOTH);
      return new KernelRun(unit, shape, weights(), neuron.toArray(float[][]::new));
    }

    void check() {
      KernelRun run = run();
      float[] y = run.forward(golden.values("x"), initial(), true);
      assertClose("spk", columns(y, 0), golden.values("spk"), tolerance);
      assertClose("mem", columns(y, 1), golden.values("mem"), tolerance);
      float[] gradY = both(golden.values("loss_weight.spk"), golden.values("loss_weight.mem"));
      float[] gradX = run.backward(gradY);
      float[] gradAlpha = cell.synaptic() ? run.neuronGradient(2) : new float[0];
      if (cell.synaptic()) {
        addSynapticLoss(gradX, gradAlpha);
      }
      assertClose("grad.x", gradX, golden.values("grad.x"), tolerance);
      assertNeuron("beta", run.neuronGradient(0), 1);
      assertNeuron("threshold", run.neuronGradient(1), Float.MAX_VALUE);
      assertNeuron("alpha", gradAlpha, 1);
      if (cell.recurrence() == Recurrence.ONE_TO_ONE) {
        assertNeuron("V", run.neuronGradient(2), Float.MAX_VALUE);
      }
      assertRecurrence(run);
      assertInitial(run);
    }

    private float[][] weights() {
      float[] identity = new float[features * features];
      for (int j = 0; j < features; j++) {
        identity[j * features + j] = 1;
      }
      boolean linear = cell.hasRecurrentWeights();
      return new float[][] {
        identity,
        linear ? golden.transposed("param.recurrent.weight") : new float[0],
        new float[features],
        linear ? golden.values("param.recurrent.bias") : new float[0]
      };
    }

    private RecurrentState initial() {
      if (!golden.has("mem0")) {
        return RecurrentState.ZERO;
      }
      float[] spikes = golden.has("spk0") ? golden.values("spk0") : new float[0];
      return new RecurrentState(spikes, golden.values("mem0"));
    }

    private float[] columns(float[] y, int part) {
      float[] one = new float[rows * features];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(y, (2 * r + part) * features, one, r * features, features);
      }
      return one;
    }

    private float[] both(float[] spikes, float[] membranes) {
      float[] y = new float[2 * rows * features];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(spikes, r * features, y, 2 * r * features, features);
        System.arraycopy(membranes, r * features, y, (2 * r + 1) * features, features);
      }
      return y;
    }

    /** The case's loss reads the synaptic current too: a leaky integrator of its own. */
    private void addSynapticLoss(float[] gradX, float[] gradAlpha) {
      NeuronCell integrator =
          NeuronCell.parse(
              "leaky(0.9, reset = none, surrogate = %s)".formatted(surrogate().spec()));
      float[] threshold = new float[features];
      Arrays.fill(threshold, 1e9f);
      Unit unit = new Unit(integrator, features, features, Direction.FORWARD, CellOutput.MEMBRANE);
      KernelRun run = new KernelRun(unit, shape, weights(), parameter("alpha", 1), threshold);
      assertClose("syn", run.forward(golden.values("x")), golden.values("syn"), tolerance);
      float[] share = run.backward(golden.values("loss_weight.syn"));
      for (int k = 0; k < gradX.length; k++) {
        gradX[k] += share[k];
      }
      for (int j = 0; j < features; j++) {
        gradAlpha[j] += run.neuronGradient(0)[j];
      }
    }

    private void assertNeuron(String what, float[] gradient, float most) {
      if (!golden.has("grad." + what)) {
        return;
      }
      float[] expected = golden.values("grad." + what);
      float[] given = golden.values("param." + what);
      float[] actual = new float[expected.length];
      for (int j = 0; j < features; j++) {
        int k = expected.length == 1 ? 0 : j;
        boolean clamped = most == 1 && (given[k] < 0 || given[k] > 1);
        actual[k] += clamped ? 0 : gradient[j];
      }
      assertClose("grad." + what, actual, expected, tolerance);
    }

    private void assertRecurrence(KernelRun run) {
      if (cell.hasRecurrentWeights()) {
        String weight = "grad.recurrent.weight";
        assertClose(weight, run.gradient(1), golden.transposed(weight), tolerance);
        String bias = "grad.recurrent.bias";
        assertClose(bias, run.gradient(3), golden.values(bias), tolerance);
      }
    }

    private void assertInitial(KernelRun run) {
      if (golden.has("mem0")) {
        float[] expected = golden.values("grad.mem0");
        assertClose("grad.mem0", run.initialGradient().states()[0], expected, tolerance);
      }
      if (golden.has("spk0")) {
        float[] expected = golden.values("grad.spk0");
        assertClose("grad.spk0", run.initialGradient().hidden(), expected, tolerance);
      }
    }
  }
}
