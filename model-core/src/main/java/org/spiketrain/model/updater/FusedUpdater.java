package org.spiketrain.model.updater;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.KernelThreads;

/**
 * Updaters of one pass over gradient and state, with a learning rate or a schedule of it. The state
 * lies as that of DL4J's updaters does: all of its first array, then all of the next.
 */
abstract class FusedUpdater implements IUpdater {
  private static final long serialVersionUID = 1L;

  /** Floats copied to the heap at a time: they fit the first-level cache. */
  static final int BLOCK = 1024;

  /** So many are done before a second thread is awake. */
  private static final int FEW_BLOCKS = 64;

  private double learningRate;
  private ISchedule learningRateSchedule;

  FusedUpdater(double learningRate) {
    this.learningRate = learningRate;
  }

  /** Names of the arrays of the state, each of one number a parameter. */
  abstract List<String> stateNames();

  /** The update of an iteration. */
  abstract BlockUpdate update(int iteration, int epoch);

  /** Replaces the first {@code n} of a block's gradients by the update, and renews its state. */
  @FunctionalInterface
  interface BlockUpdate {
    void apply(int n, float[] gradient, float[][] state);
  }

  /** Returns whether a block whose gradients are all zero is left alone. */
  boolean skipsZeros() {
    return false;
  }

  /** All that {@link #equals} and {@link #hashCode} look at. */
  abstract List<Object> settings();

  private List<Object> allSettings() {
    List<Object> all = new ArrayList<>(settings());
    all.add(learningRate);
    all.add(Optional.ofNullable(learningRateSchedule));
    return all;
  }

  @Override
  public long stateSize(long numParams) {
    return stateNames().size() * numParams;
  }

  @Override
  public GradientUpdater<FusedUpdater> instantiate(INDArray viewArray, boolean initialize) {
    Pass pass = new Pass(this);
    if (viewArray != null && !stateNames().isEmpty()) {
      pass.setStateViewArray(viewArray, viewArray.shape(), 'c', initialize);
    }
    return pass;
  }

  @Override
  public GradientUpdater<FusedUpdater> instantiate(
      Map<String, INDArray> updaterState, boolean initialize) {
    Pass pass = new Pass(this);
    pass.setState(updaterState, initialize);
    return pass;
  }

  @Override
  public FusedUpdater clone() {
    try {
      FusedUpdater copy = (FusedUpdater) super.clone();
      copy.learningRateSchedule =
          learningRateSchedule == null ? null : learningRateSchedule.clone();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("updaters can be cloned", e);
    }
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRateSchedule == null
        ? learningRate
        : learningRateSchedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
    learningRate = lr;
    learningRateSchedule = lrSchedule;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FusedUpdater that
        && getClass() == that.getClass()
        && allSettings().equals(that.allSettings());
  }

  @Override
  public int hashCode() {
    return allSettings().hashCode();
  }

  /** Applies an updater, block by block. */
  private static final class Pass implements GradientUpdater<FusedUpdater> {
    private final FusedUpdater config;
    private final Map<String, INDArray> state = new LinkedHashMap<>();

    Pass(FusedUpdater config) {
      this.config = config;
    }

    @Override
    public FusedUpdater getConfig() {
      return config;
    }

    @Override
    public void setState(Map<String, INDArray> stateMap, boolean initialize) {
      if (!stateMap.keySet().containsAll(config.stateNames())) {
        throw new IllegalStateException(
            "The updater's state is %s, but got %s"
                .formatted(config.stateNames(), stateMap.keySet()));
      }
      config.stateNames().forEach(name -> state.put(name, stateMap.get(name)));
    }

    @Override
    public Map<String, INDArray> getState() {
      return Map.copyOf(state);
    }

    @Override
    public void setStateViewArray(
        INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
      if (initialize) {
        viewArray.assign(0);
      }
      INDArray all = viewArray.reshape(viewArray.length());
      List<String> names = config.stateNames();
      long length = all.length() / names.size();
      for (int k = 0; k < names.size(); k++) {
        state.put(names.get(k), all.get(interval(k * length, (k + 1) * length)));
      }
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      BlockUpdate update = config.update(iteration, epoch);
      FloatBuffer gradients = NativeFloats.buffer(gradient);
      List<FloatBuffer> states = state.values().stream().map(NativeFloats::buffer).toList();
      int blocks = (int) ((gradient.length() + BLOCK - 1) / BLOCK);
      KernelThreads.forEachPart(
          blocks, FEW_BLOCKS, (from, to) -> apply(update, gradients, states, from, to));
    }

    private void apply(
        BlockUpdate update, FloatBuffer gradients, List<FloatBuffer> states, int first, int end) {
      float[] gradientBlock = new float[BLOCK];
      float[][] stateBlocks = new float[states.size()][BLOCK];
      for (int block = first; block < end; block++) {
        int from = block * BLOCK;
        int n = Math.min(BLOCK, gradients.capacity() - from);
        gradients.get(from, gradientBlock, 0, n);
        if (config.skipsZeros() && isZero(gradientBlock, n)) {
          continue;
        }
        for (int k = 0; k < stateBlocks.length; k++) {
          states.get(k).get(from, stateBlocks[k], 0, n);
        }
        update.apply(n, gradientBlock, stateBlocks);
        gradients.put(from, gradientBlock, 0, n);
        for (int k = 0; k < stateBlocks.length; k++) {
          states.get(k).put(from, stateBlocks[k], 0, n);
        }
      }
    }

    private static boolean isZero(float[] gradientBlock, int n) {
      float largest = 0;
      for (int j = 0; j < n; j++) {
        largest = Math.max(largest, Math.abs(gradientBlock[j]));
      }
      return largest == 0;
    }
  }
}
