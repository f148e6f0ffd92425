package org.spiketrain.model.kernel;

/** Values of a cell that go to the next layer. */
public enum CellOutput {
  /** Its output: spikes, or h of a gated cell. */
  OUTPUT(1),
  /** Its first state instead: the membrane potential, or c of an LSTM. */
  MEMBRANE(1),
  /** The outputs of all neurons, then their first states. */
  BOTH(2);

  private final int widths;

  CellOutput(int widths) {
    this.widths = widths;
  }

  /** Columns of the output of {@code neurons} neurons. */
  public int width(int neurons) {
    return widths * neurons;
  }

  boolean hasOutput() {
    return this != MEMBRANE;
  }

  boolean hasMembrane() {
    return this != OUTPUT;
  }

  /** First column of the membrane potentials. */
  int membraneColumn(int neurons) {
    return this == BOTH ? neurons : 0;
  }
}
