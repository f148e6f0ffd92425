package org.spiketrain.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/** Runs a layer of a network for sentences, which has one kernel and no state between calls. */
abstract class WordLayerRunner<C extends KernelLayer> extends KernelRunner<C> {
  private transient SequenceShape shape = SequenceShape.full(0, 0);

  WordLayerRunner(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Runs the kernel forward. */
  abstract void forward(SequenceShape shape, NativeRows x, NativeRows y);

  /** Runs the kernel back. */
  abstract void backward(SequenceShape shape, NativeRows x, NativeRows gradY, NativeRows gradX);

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    return forward(
        training,
        workspaceMgr,
        (newShape, x, y) -> {
          shape = newShape;
          forward(shape, x, TimeMajor.rows(y, 0));
        });
  }

  @Override
  final void backward(NativeRows x, INDArray gradY, NativeRows gradX) {
    backward(shape, x, TimeMajor.rows(gradY, 0), gradX);
  }

  @Override
  public INDArray rnnTimeStep(INDArray newInput, LayerWorkspaceMgr workspaceMgr) {
    throw new UnsupportedOperationException(
        "A network for sentences runs over all time steps at once " + layerId());
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray newInput,
      boolean training,
      boolean storeLastForTBPTT,
      LayerWorkspaceMgr workspaceMgr) {
    return rnnTimeStep(newInput, workspaceMgr);
  }
}
