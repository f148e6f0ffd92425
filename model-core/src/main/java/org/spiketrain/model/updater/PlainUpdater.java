package org.spiketrain.model.updater;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * DL4J's updater of a network, which goes straight to the gradients of a network that asks for
 * nothing else: without regularisation, normalised gradients or a division by the batch size, the
 * views that DL4J makes of each parameter in every step take a good part of a small network's time.
 */
public final class PlainUpdater extends MultiLayerUpdater {
  private final boolean plain;

  @SuppressWarnings("serial") // Updaters do not travel.
  private final transient List<LaterRates> rates = new ArrayList<>();

  /** Starts from the state that the updater begins with, of most updaters zeros. */
  public PlainUpdater(MultiLayerNetwork network) {
    super(network);
    plain = isPlain(network);
  }

  /** Goes on from an updater state as {@link #getStateViewArray} gives it. */
  public PlainUpdater(MultiLayerNetwork network, INDArray state) {
    super(network, state);
    plain = isPlain(network);
  }

  /**
   * Returns an updater of the same network with the state that it begins with, which counts
   * iterations from 0 (for Adam's bias correction), but whose learning rates go on.
   *
   * @param iteration the first one's number for the learning rates, at least 0
   */
  public PlainUpdater anew(int iteration) {
    PlainUpdater next = new PlainUpdater(network);
    next.rates.addAll(rates.isEmpty() ? LaterRates.of(getUpdaterBlocks()) : rates);
    next.rates.forEach(rate -> rate.beginAt(iteration));
    return next;
  }

  private static boolean isPlain(MultiLayerNetwork network) {
    if (network.conf().isMiniBatch()) {
      return false;
    }
    for (Layer layer : network.getLayers()) {
      if (layer.numParams() > 0 && !isPlain(layer)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(Layer layer) {
    if (!(layer.conf().getLayer() instanceof BaseLayer conf)) {
      return false;
    }
    GradientNormalization normalization = conf.getGradientNormalization();
    return (normalization == null || normalization == GradientNormalization.None)
        && layer.paramTable(false).keySet().stream()
            .allMatch(name -> isEmpty(conf.getRegularizationByParam(name)));
  }

  private static boolean isEmpty(List<?> regularization) {
    return regularization == null || regularization.isEmpty();
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaceMgr) {
    if (!plain || gradient != getNetwork().gradient()) {
      super.update(gradient, iteration, epoch, batchSize, workspaceMgr);
      return;
    }
    for (UpdaterBlock block : getUpdaterBlocks()) {
      updaterOf(block).applyUpdater(block.getGradientView(), iteration, epoch);
    }
  }

  static GradientUpdater<?> updaterOf(UpdaterBlock block) {
    if (block.getGradientUpdater() == null) {
      block.init();
    }
    return block.getGradientUpdater();
  }
}
