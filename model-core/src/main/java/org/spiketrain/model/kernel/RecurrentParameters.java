package org.spiketrain.model.kernel;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Parameters of a recurrent cell, or their gradients, row-major, gates side by side in the cell's
 * order.
 *
 * @param inputWeights [inputs, gates * hidden]
 * @param recurrentWeights [hidden, gates * hidden]; not looked at where the cell has none
 * @param inputBias [gates * hidden]
 * @param recurrentBias [gates * hidden]; not looked at where the cell has no recurrent weights
 */
public record RecurrentParameters(
    FloatPointer inputWeights,
    FloatPointer recurrentWeights,
    FloatPointer inputBias,
    FloatPointer recurrentBias) {}
