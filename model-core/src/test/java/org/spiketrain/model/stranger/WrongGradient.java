package org.spiketrain.model.stranger;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;

/** A neuron whose backward pass, or forward pass, does one thing wrong. */
record WrongGradient(NeuronCell right, String what) implements NeuronCell {
  @Override
  public int states() {
    return right.states();
  }

  @Override
  public List<NeuronParameter> parameters() {
    return right.parameters();
  }

  @Override
  public void forward(CellRow row, int n) {
    right.forward(row, n);
    if (what.equals("overwritten")) {
      row.z[0][0] += 1;
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    right.backward(row, n);
    switch (what) {
      case "z" -> row.gradZ[0][1] += 0.1f;
      case "state" -> row.gradState[0][1] *= 1.1f;
      case "parameter" -> row.gradParameter[0][1] -= 0.1f;
      default -> {}
    }
  }

  @Override
  public String spec() {
    return right.spec();
  }
}
