package org.spiketrain.model.kernel;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Parameters of a recurrent cell, or their gradients, row-major, gates side by side in the cell's
 * order.
 *
 * @param inputWeights [inputs, gates * neurons]
 * @param recurrentWeights [neurons, gates * neurons]; not looked at where the cell has none
 * @param inputBias [gates * neurons]
 * @param recurrentBias [gates * neurons]; not looked at where the cell has no recurrent weights
 * @param neuron the neuron parameters as the cell lists them, each [neurons]
 * @param normalisation of the input product, for training; where it is folded into the weights, or
 *     where there is none, {@link Normalisation#NONE}
 */
public record RecurrentParameters(
    FloatPointer inputWeights,
    FloatPointer recurrentWeights,
    FloatPointer inputBias,
    FloatPointer recurrentBias,
    List<float[]> neuron,
    Normalisation normalisation) {}
