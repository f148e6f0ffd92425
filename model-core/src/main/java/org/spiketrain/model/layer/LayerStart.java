package org.spiketrain.model.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Preparation of every DL4J layer before it runs. */
final class LayerStart {
  private LayerStart() {}

  /** Gives a new layer its position, its parameters and its configuration. */
  static Layer complete(
      Layer layer,
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(conf.getLayer().initializer().init(conf, parameters, initialise));
    layer.setConf(conf);
    return layer;
  }

  /** Our kernels compute in single precision. */
  static void checkFloat(BaseLayer layer, DataType dataType) {
    if (dataType != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "Layer '%s' computes in FLOAT, but the network's data type is %s"
              .formatted(layer.getLayerName(), dataType));
    }
  }
}
