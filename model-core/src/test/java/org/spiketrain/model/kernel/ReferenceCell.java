package org.spiketrain.model.kernel;

import org.spiketrain.model.kernel.Tape.Var;

/** A cell's equations for one neuron at one step, a line each, as its Javadoc has them. */
interface ReferenceCell {
  /**
   * One step.
   *
   * @param ih pre-activation of each gate from the input
   * @param hh pre-activation of each gate from the recurrence; null where the cell has none
   * @param h the neuron's output before the step
   * @param s its states before the step; receives those after it
   * @param p its parameters
   * @return its output
   */
  Var step(Tape tape, Var[] ih, Var[] hh, Var h, Var[] s, Var[] p);

  static Var lstm(Tape tape, Var[] ih, Var[] hh, Var h, Var[] s, Var[] p) {
    Var i = tape.sigmoid(tape.plus(ih[0], hh[0]));
    Var f = tape.sigmoid(tape.plus(ih[1], hh[1]));
    Var g = tape.tanh(tape.plus(ih[2], hh[2]));
    Var o = tape.sigmoid(tape.plus(ih[3], hh[3]));
    s[0] = tape.plus(tape.times(f, s[0]), tape.times(i, g));
    return tape.times(o, tape.tanh(s[0]));
  }

  static Var gru(Tape tape, Var[] ih, Var[] hh, Var h, Var[] s, Var[] p) {
    Var r = tape.sigmoid(tape.plus(ih[0], hh[0]));
    Var z = tape.sigmoid(tape.plus(ih[1], hh[1]));
    Var n = tape.tanh(tape.plus(ih[2], tape.times(r, hh[2])));
    return tape.plus(tape.times(tape.minus(tape.of(1), z), n), tape.times(z, h));
  }

  /** Recurrent leaky neuron, reset by subtraction, delayed. */
  static Var leaky(Tape tape, Var[] ih, Var[] hh, Var h, Var[] s, Var[] p) {
    Var beta = p[0];
    Var threshold = p[1];
    Var current = tape.plus(ih[0], hh[0]);
    Var fired = tape.detached(tape.spike(tape.minus(s[0], threshold)));
    Var kept = tape.minus(tape.times(beta, s[0]), tape.times(fired, threshold));
    s[0] = tape.plus(kept, current);
    return tape.spike(tape.minus(s[0], threshold));
  }

  static Var adaptive(Tape tape, Var[] ih, Var[] hh, Var h, Var[] s, Var[] p) {
    Var current = tape.plus(ih[0], hh[0]);
    Var jumped = tape.plus(tape.times(p[2], s[0]), tape.times(p[3], h));
    s[1] = tape.plus(tape.times(p[1], s[1]), jumped);
    Var kept = tape.times(p[0], tape.minus(s[0], tape.times(p[4], h)));
    Var driven = tape.times(tape.minus(tape.of(1), p[0]), tape.minus(current, s[1]));
    s[0] = tape.plus(kept, driven);
    return tape.spike(tape.minus(s[0], p[4]));
  }
}
