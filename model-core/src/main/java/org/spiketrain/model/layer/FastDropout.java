package org.spiketrain.model.layer;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.SplitMix64;
import org.spiketrain.model.kernel.KernelThreads;

/**
 * Inverted dropout (Srivastava et al. 2014) for sequences between our layers: what is kept is
 * scaled by {@code 1 / (1 - share)}. Works through the memory as it lies, time-major, and keeps no
 * mask: which entries are dropped follows from a seed, drawn from ND4J's generator each time, and
 * the entry's position.
 */
public final class FastDropout implements IDropout {
  private static final long serialVersionUID = 1L;

  private static final int BLOCK = 4096;
  private static final int BITS = 16;

  /** So many are done before a second thread is awake. */
  private static final int FEW_BLOCKS = 16;

  @JsonProperty private final double share;
  @JsonProperty private final RNNFormat format;
  private transient long seed;

  /**
   * @param share fraction of the entries to drop, in [0, 1); resolved to 1 / 65536
   * @throws IllegalArgumentException if it is out of range
   */
  public FastDropout(double share) {
    this(share, RNNFormat.NCW);
  }

  /**
   * @param share fraction of the entries to drop, in [0, 1); resolved to 1 / 65536
   * @param format layout of the sequences
   * @throws IllegalArgumentException if the fraction is out of range
   */
  public FastDropout(
      @JsonProperty("share") double share, @JsonProperty("format") RNNFormat format) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("Cannot drop a share of " + share + ": expected [0, 1)");
    }
    this.share = share;
    this.format = format;
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaceMgr) {
    seed = Nd4j.getRandom().nextLong();
    INDArray source = TimeMajor.of(input, format);
    INDArray target =
        workspaceMgr.createUninitialized(ArrayType.INPUT, DataType.FLOAT, source.shape(), 'c');
    multiply(source, target);
    return TimeMajor.view(target, format);
  }

  @Override
  public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
    INDArray source = TimeMajor.of(gradAtOutput, format);
    INDArray target = TimeMajor.of(gradAtInput, format);
    multiply(source, target);
    if (target.data() != gradAtInput.data()) {
      gradAtInput.assign(TimeMajor.view(target, format));
    }
    return gradAtInput;
  }

  private void multiply(INDArray source, INDArray target) {
    FloatBuffer from = NativeFloats.buffer(source);
    FloatBuffer to = NativeFloats.buffer(target);
    int blocks = (int) ((source.length() + BLOCK - 1) / BLOCK);
    try {
      KernelThreads.forEachPart(blocks, FEW_BLOCKS, (first, end) -> multiply(from, to, first, end));
    } finally {
      // ND4J would free a copy that nobody holds while it is being read.
      Reference.reachabilityFence(source);
    }
  }

  private void multiply(FloatBuffer from, FloatBuffer to, int first, int end) {
    float[] block = new float[BLOCK];
    for (int k = first; k < end; k++) {
      int at = k * BLOCK;
      int n = Math.min(BLOCK, from.capacity() - at);
      from.get(at, block, 0, n);
      multiply(block, at);
      to.put(at, block, 0, n);
    }
  }

  /** Four entries share one random number. */
  private void multiply(float[] block, int at) {
    long dropped = Math.round(share * (1 << BITS));
    float[] factor = {(float) (1 / (1 - share)), 0f};
    for (int j = 0; j < block.length; j += 4) {
      long bits = SplitMix64.mix(seed + (at + j) * SplitMix64.STEP);
      for (int k = 0; k < 4; k++) {
        long number = bits >>> (k * BITS) & 0xFFFF;
        block[j + k] *= factor[(int) ((number - dropped) >>> 63)];
      }
    }
  }

  @Override
  public void clear() {
    // There is no mask to forget.
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public FastDropout clone() {
    return new FastDropout(share, format);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FastDropout that && share == that.share && format == that.format;
  }

  @Override
  public int hashCode() {
    return Objects.hash(share, format);
  }
}
