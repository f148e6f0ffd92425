package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.kernel.SentenceConvolution;

/**
 * Lays out the parameters of a {@link SpikingConvolution}: for each offset k within a filter Wk
 * [dimensions, columns of the filters that reach so far], b [1, columns], then the learned neuron
 * parameters. Weights and bias of a filter start from U(-1/sqrt(width * dimensions), 1/sqrt(width *
 * dimensions)) as in PyTorch's convolutions.
 */
public final class ConvolutionWeights extends NamedParameters<SpikingConvolution> {
  /** Bias of the filters. */
  public static final String BIAS = "b";

  static final ConvolutionWeights INSTANCE = new ConvolutionWeights();

  private static final String WEIGHTS = "W";

  private ConvolutionWeights() {
    super(SpikingConvolution.class);
  }

  /** Name of the weights at an offset within a filter. */
  public static String weights(int offset) {
    return WEIGHTS + offset;
  }

  @Override
  Map<String, long[]> shapes(SpikingConvolution layer) {
    SentenceConvolution size = layer.size();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (int offset = 0; offset < size.widest(); offset++) {
      shapes.put(weights(offset), new long[] {size.dimensions(), size.columnsAt(offset)});
    }
    shapes.put(BIAS, new long[] {1, size.columns()});
    shapes.putAll(layer.neurons().learnedShapes());
    return shapes;
  }

  @Override
  boolean isWeight(String key) {
    return key.startsWith(WEIGHTS);
  }

  @Override
  void initialise(SpikingConvolution layer, INDArray all, Map<String, INDArray> views) {
    SentenceConvolution size = layer.size();
    all.assign(Nd4j.rand(-1, 1, Nd4j.getRandom(), all.shape()));
    for (int offset = 0; offset < size.widest(); offset++) {
      views.get(weights(offset)).muliRowVector(bounds(size, size.firstColumn(offset)));
    }
    views.get(BIAS).muliRowVector(bounds(size, 0));
    layer.neurons().spreadLearned(1, views);
  }

  private static INDArray bounds(SentenceConvolution size, int firstColumn) {
    float[] bounds = new float[size.columns() - firstColumn];
    for (int j = 0; j < bounds.length; j++) {
      bounds[j] = (float) (1 / Math.sqrt((double) size.width(firstColumn + j) * size.dimensions()));
    }
    return Nd4j.createFromArray(bounds).reshape(1, bounds.length);
  }
}
