package org.spiketrain.model.kernel;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Parameters of a {@link SentenceConvolution}, or their gradients.
 *
 * @param weights for each offset within a filter, [dimensions, columns at it] row-major
 * @param bias [columns]
 * @param neuron the neuron parameters as the cell lists them, each [columns]
 */
public record ConvolutionParameters(
    List<FloatPointer> weights, FloatPointer bias, List<float[]> neuron) {}
