package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;

/**
 * The gradients by a block's pre-activations of some rows, kept until the weights that the rows'
 * events asked for have got their part. Their order depends on the rows alone.
 */
final class GradientWindow {
  /** So many floats wait at most: a fraction of the second-level cache. */
  private static final int FLOATS = 64 * 1024;

  final Events input;
  final Events recurrent;

  /** Gradients by the pre-activations [row][gate][neuron of the block]. */
  private final float[][][] gradZ;

  private final float[][][] gradZRecurrent;
  private int row;

  GradientWindow(NeuronCell cell, NeuronRange range, EventRows gradInput, EventRows gradRecurrent) {
    // Of the panel, so that sums are grouped alike in all of its blocks, however many they are.
    int rows = Math.max(1, FLOATS / range.panelWidth());
    this.gradZ = new float[rows][range.gates()][range.size()];
    this.gradZRecurrent = cell.isMerged() ? gradZ : new float[rows][range.gates()][range.size()];
    this.input = new Events(gradZ, gradInput);
    this.recurrent = new Events(gradZRecurrent, gradRecurrent);
  }

  void clear() {
    row = 0;
    input.waiting = 0;
    recurrent.waiting = 0;
  }

  /** Lets the cell write the next row's gradients here. */
  void receive(CellRow cellRow) {
    cellRow.gradZ = gradZ[row];
    cellRow.gradZRecurrent = gradZRecurrent[row];
  }

  void addInput(SparseRows events, int activeRow) {
    for (int k = events.begin(activeRow); k < events.end(activeRow); k++) {
      input.add(events.channel(k), events.value(k), row);
    }
  }

  /** Takes the outputs of a block in the step before the row, which the log has at some place. */
  void addRecurrence(EventLog log, int logRow) {
    int[] neuron = log.neurons();
    float[] value = log.values();
    for (int k = log.begin(logRow); k < log.end(logRow); k++) {
      recurrent.add(neuron[k], value[k], row);
    }
  }

  /** The row is complete. */
  void next() {
    row++;
    if (row == gradZ.length) {
      input.flush();
      recurrent.flush();
      row = 0;
    }
  }

  /**
   * The events of a window of rows, which wait until they can be added up weight row by weight row:
   * several gradients then go onto a weight row in one pass, instead of one weight row after
   * another being loaded and stored for each event.
   */
  static final class Events {
    private final float[][][] gradZ;
    private final EventRows gradient;
    private final WeightRows adder = new WeightRows();
    private final int[] end;
    private int[] channel = new int[256];
    private int[] slot = new int[256];
    private float[] value = new float[256];
    private int[] sorted = new int[256];
    private int waiting;

    private Events(float[][][] gradZ, EventRows gradient) {
      this.gradZ = gradZ;
      this.gradient = gradient;
      this.end = new int[gradient.rows() + 1];
    }

    private void add(int ofChannel, float ofValue, int atSlot) {
      if (waiting == channel.length) {
        channel = Arrays.copyOf(channel, 2 * waiting);
        slot = Arrays.copyOf(slot, 2 * waiting);
        value = Arrays.copyOf(value, 2 * waiting);
        sorted = new int[2 * waiting];
      }
      channel[waiting] = ofChannel;
      value[waiting] = ofValue;
      slot[waiting++] = atSlot;
    }

    private void flush() {
      sort();
      int from = 0;
      for (int c = 0; c < end.length - 1; c++) {
        if (end[c] > from) {
          addUp(gradient.sums(c), from, end[c]);
          from = end[c];
        }
      }
    }

    /** Adds up what waits and writes all rows of the matrix. */
    void finish() {
      sort();
      int from = 0;
      for (int c = 0; c < end.length - 1; c++) {
        float[][] row = gradient.lastSums(c);
        addUp(row, from, end[c]);
        gradient.store(c, row);
        from = end[c];
      }
    }

    private void addUp(float[][] row, int from, int to) {
      for (int k = from; k < to; k++) {
        int event = sorted[k];
        adder.add(gradZ[slot[event]], value[event], row);
      }
      adder.flush(row);
    }

    /** Sorts by channel, stably; leaves in {@code end} where each channel's events end. */
    private void sort() {
      Arrays.fill(end, 0);
      for (int k = 0; k < waiting; k++) {
        end[channel[k] + 1]++;
      }
      for (int c = 1; c < end.length; c++) {
        end[c] += end[c - 1];
      }
      for (int k = 0; k < waiting; k++) {
        sorted[end[channel[k]]++] = k;
      }
      waiting = 0;
    }
  }
}
