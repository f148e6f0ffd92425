package org.spiketrain.model.frames;

/** Layout of a minibatch of frames in the array that goes to a network's first layer. */
public enum InputCoding {
  /** [batch, channels, time]: the value of every channel at every step. */
  DENSE,

  /**
   * [batch, events, time]: the numbers, from 1, of the channels that spike at a step, and 0 where
   * there are no more. For binary frames of many channels of which few spike; there is no gradient
   * by such an input.
   */
  EVENTS
}
