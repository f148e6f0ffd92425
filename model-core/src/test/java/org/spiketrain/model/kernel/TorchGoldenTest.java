package org.spiketrain.model.kernel;

import static org.spiketrain.model.golden.Close.assertClose;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.neuron.GruCell;
import org.spiketrain.model.neuron.LstmCell;
import org.spiketrain.model.neuron.VanillaCell;

/** PyTorch's vanilla RNN, LSTM and GRU: outputs, states and all gradients. */
class TorchGoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch_rnn_tanh",
        "torch_rnn_relu",
        "torch_rnn_batch_first",
        "torch_lstm",
        "torch_lstm_packed",
        "torch_lstm_batch_first_2layer_bidirectional",
        "torch_gru",
        "torch_gru_2layer"
      })
  void outputsStatesAndGradientsEqualPyTorchs(String name) {
    new Case(name).check();
  }

  /** A stack of layers, each of one or two directions. */
  private static final class Case {
    private final GoldenCase golden;
    private final NeuronCell cell;
    private final boolean batchFirst;
    private final int timeSteps;
    private final int batch;
    private final int hidden;
    private final int layers;
    private final int directions;
    private final int[] lengths;
    private final KernelRun[][] runs;
    private final CellOutput output;

    Case(String name) {
      golden = GoldenCase.read(name);
      cell = cell(name);
      batchFirst = golden.parameter("batch_first", false);
      timeSteps = golden.size("x", batchFirst ? 1 : 0);
      batch = golden.size("x", batchFirst ? 0 : 1);
      hidden = golden.parameter("hidden", 0);
      layers = golden.parameter("num_layers", 1);
      directions = golden.parameter("bidirectional", false) ? 2 : 1;
      lengths = new int[batch];
      Arrays.fill(lengths, timeSteps);
      if (golden.has("lengths")) {
        float[] given = golden.values("lengths");
        Arrays.setAll(lengths, b -> (int) given[b]);
      }
      runs = new KernelRun[layers][directions];
      output = isPacked() ? CellOutput.BOTH : CellOutput.OUTPUT;
    }

    private static NeuronCell cell(String name) {
      if (name.contains("lstm")) {
        return new LstmCell();
      }
      if (name.contains("gru")) {
        return new GruCell();
      }
      return new VanillaCell(
          name.contains("relu") ? VanillaCell.Activation.RELU : VanillaCell.Activation.TANH);
    }

    private boolean isPacked() {
      return golden.has("lengths");
    }

    void check() {
      float[] sequence = timeMajor("x");
      for (int l = 0; l < layers; l++) {
        float[] y = new float[timeSteps * batch * directions * hidden];
        for (int d = 0; d < directions; d++) {
          runs[l][d] = run(l, d, sequence.length / timeSteps / batch);
          place(outputs(runs[l][d].forward(sequence, state("h0", "c0", l, d), true)), y, d);
        }
        sequence = y;
      }
      assertClose("output", sequence, timeMajor("output"));
      float[] gradient = timeMajor("loss_weight.output");
      for (int l = layers - 1; l >= 0; l--) {
        gradient = backward(l, gradient);
      }
      assertClose("grad.x", gradient, timeMajor("grad.x"));
    }

    private KernelRun run(int l, int d, int inputs) {
      String suffix = "_l" + l + (d == 0 ? "" : "_reverse");
      float[][] weights = {
        golden.transposed("param.weight_ih" + suffix),
        golden.transposed("param.weight_hh" + suffix),
        golden.values("param.bias_ih" + suffix),
        golden.values("param.bias_hh" + suffix)
      };
      Unit unit = new Unit(cell, inputs, hidden, Direction.values()[d], output);
      BitSet padded = new BitSet();
      for (int b = 0; b < batch; b++) {
        for (int t = lengths[b]; t < timeSteps; t++) {
          padded.set(t * batch + b);
        }
      }
      return new KernelRun(unit, new SequenceShape(timeSteps, batch, padded), weights);
    }

    private float[] backward(int l, float[] gradY) {
      float[] gradX = null;
      for (int d = 0; d < directions; d++) {
        float[] share =
            isPacked()
                ? runs[l][d].backward(withFinalGradients(gradY))
                : runs[l][d].backward(
                    columns(gradY, d), state("loss_weight.h_n", "loss_weight.c_n", l, d));
        gradX = gradX == null ? share : sum(gradX, share);
        assertUnit(l, d);
      }
      return gradX;
    }

    private void assertUnit(int l, int d) {
      String suffix = "_l" + l + (d == 0 ? "" : "_reverse");
      KernelRun run = runs[l][d];
      assertClose("W" + suffix, run.gradient(0), golden.transposed("grad.weight_ih" + suffix));
      assertClose("RW" + suffix, run.gradient(1), golden.transposed("grad.weight_hh" + suffix));
      assertClose("b" + suffix, run.gradient(2), golden.values("grad.bias_ih" + suffix));
      assertClose("rb" + suffix, run.gradient(3), golden.values("grad.bias_hh" + suffix));
      if (!isPacked() && golden.has("h_n")) {
        assertClose("h_n", run.finalState().hidden(), slice("h_n", l, d));
      }
      if (golden.has("grad.h0")) {
        assertClose("grad.h0", run.initialGradient().hidden(), slice("grad.h0", l, d));
      }
      if (golden.has("c0")) {
        assertClose("c_n", run.finalState().states()[0], slice("c_n", l, d));
        assertClose("grad.c0", run.initialGradient().states()[0], slice("grad.c0", l, d));
      }
    }

    private RecurrentState state(String h, String c, int l, int d) {
      if (!golden.has(h)) {
        return RecurrentState.ZERO;
      }
      return golden.has(c)
          ? new RecurrentState(slice(h, l, d), slice(c, l, d))
          : new RecurrentState(slice(h, l, d));
    }

    private float[] slice(String tensor, int l, int d) {
      int from = (directions * l + d) * batch * hidden;
      return Arrays.copyOfRange(golden.values(tensor), from, from + batch * hidden);
    }

    /** In a packed sequence the final state is that of each example's last step. */
    private float[] withFinalGradients(float[] gradY) {
      float[] both = new float[2 * gradY.length];
      float[] gradH = golden.values("loss_weight.h_n");
      float[] gradC = golden.values("loss_weight.c_n");
      for (int row = 0; row < timeSteps * batch; row++) {
        System.arraycopy(gradY, row * hidden, both, 2 * row * hidden, hidden);
      }
      for (int b = 0; b < batch; b++) {
        int row = (lengths[b] - 1) * batch + b;
        for (int j = 0; j < hidden; j++) {
          both[2 * row * hidden + j] += gradH[b * hidden + j];
          both[(2 * row + 1) * hidden + j] += gradC[b * hidden + j];
        }
      }
      return both;
    }

    private float[] outputs(float[] y) {
      if (output == CellOutput.OUTPUT) {
        return y;
      }
      float[] one = new float[y.length / 2];
      for (int row = 0; row < timeSteps * batch; row++) {
        System.arraycopy(y, 2 * row * hidden, one, row * hidden, hidden);
      }
      return one;
    }

    private void place(float[] from, float[] to, int d) {
      for (int row = 0; row < timeSteps * batch; row++) {
        System.arraycopy(from, row * hidden, to, (row * directions + d) * hidden, hidden);
      }
    }

    private float[] columns(float[] both, int d) {
      float[] one = new float[timeSteps * batch * hidden];
      for (int row = 0; row < timeSteps * batch; row++) {
        System.arraycopy(both, (row * directions + d) * hidden, one, row * hidden, hidden);
      }
      return one;
    }

    private float[] timeMajor(String tensor) {
      float[] values = golden.values(tensor);
      if (!batchFirst) {
        return values;
      }
      int width = values.length / timeSteps / batch;
      float[] turned = new float[values.length];
      for (int b = 0; b < batch; b++) {
        for (int t = 0; t < timeSteps; t++) {
          int from = (b * timeSteps + t) * width;
          System.arraycopy(values, from, turned, (t * batch + b) * width, width);
        }
      }
      return turned;
    }

    private static float[] sum(float[] a, float[] b) {
      float[] sum = a.clone();
      for (int k = 0; k < sum.length; k++) {
        sum[k] += b[k];
      }
      return sum;
    }
  }
}
