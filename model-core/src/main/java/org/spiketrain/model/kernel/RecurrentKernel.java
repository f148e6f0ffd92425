package org.spiketrain.model.kernel;

/**
 * A recurrent cell unrolled over a whole sequence, forward and backward. One kernel serves one
 * layer and one direction; it owns its work space and is not safe for use by several threads.
 */
public interface RecurrentKernel {
  /** Order in which the cell is unrolled over the time steps. */
  enum Direction {
    FORWARD,
    REVERSE
  }

  /**
   * Runs the cell over all time steps.
   *
   * @param shape time steps, batch and padding
   * @param x input [T, B, inputs]
   * @param parameters weights and biases
   * @param initial state before the first step
   * @param training whether to keep what the backward pass needs
   * @param y receives the output of every step, [T, B, width of the unit's output]; rows of padding
   *     are set to zero
   * @return the state after the last step in running order
   */
  RecurrentState forward(
      SequenceShape shape,
      NativeRows x,
      RecurrentParameters parameters,
      RecurrentState initial,
      boolean training,
      NativeRows y);

  /**
   * Gradients for the sequence of the last {@link #forward}, which must have been for training and
   * is used up.
   *
   * @param gradY gradient by the output [T, B, width of the output]
   * @param gradFinal gradient by the state after the last step
   * @param parameters weights and biases, unchanged since the forward pass
   * @param gradient receives the gradients by the parameters (overwritten)
   * @param gradX the gradient by the input [T, B, inputs] is added to it; {@link NativeRows#NONE}
   *     where nobody wants it
   * @return gradient by the initial state; {@link RecurrentState#ZERO} if that was zero
   */
  RecurrentState backward(
      NativeRows gradY,
      RecurrentState gradFinal,
      RecurrentParameters parameters,
      RecurrentParameters gradient,
      NativeRows gradX);
}
