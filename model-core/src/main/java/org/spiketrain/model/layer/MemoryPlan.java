package org.spiketrain.model.layer;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.kernel.RecurrentKernel;

/**
 * Off-heap memory that a training step of a network of ours takes, known before it runs:
 * parameters, their gradients and the updater's state once; for each time step of each example what
 * the kernels keep, the activations and the gradients by them. Where sequences are cut into
 * segments ({@link Recomputation}), most of what the kernels keep is that of one segment's steps.
 *
 * @param fixedBytes taken once
 * @param bytesPerRow taken for each time step of each example
 * @param segmentBytesPerRow taken for each time step of each example too, but where there are
 *     several segments for those of one alone
 * @param borderBytes taken for each segment and example, where there are several
 * @param segments their number, at least 1
 */
public record MemoryPlan(
    long fixedBytes, long bytesPerRow, long segmentBytesPerRow, long borderBytes, int segments) {
  /**
   * The plan of an initialised network; layers that are none of ours count by their activations.
   */
  public static MemoryPlan of(MultiLayerNetwork network) {
    return of(network, channels(network));
  }

  private static int channels(MultiLayerNetwork network) {
    return NetworkLayer.find(network.getLayer(0).conf().getLayer())
        .map(NetworkLayer::inputWidth)
        .orElse(0);
  }

  /**
   * The plan of an initialised network whose minibatches have fewer columns than it has channels:
   * as many as spike in a step.
   *
   * @param columns columns of a minibatch, at least 1
   */
  public static MemoryPlan of(MultiLayerNetwork network, int columns) {
    long parameters = network.numParams();
    // Parameters, gradients, Adam's two moments, and the copy that a product of blocks works on.
    long fixed = 5 * parameters * Float.BYTES;
    long floats = (long) columns - channels(network);
    for (Layer layer : network.getLayers()) {
      floats +=
          NetworkLayer.find(layer.conf().getLayer())
              .map(ours -> ours.inputWidth() + 2L * ours.outputWidth() + ours.trainingFloats())
              .orElse(0L);
    }
    SegmentFloats saved = SegmentFloats.NONE;
    for (Layer layer : network.getLayers()) {
      saved =
          saved.plus(
              NetworkLayer.find(layer.conf().getLayer())
                  .map(NetworkLayer::segmentFloats)
                  .orElse(SegmentFloats.NONE));
    }
    return new MemoryPlan(
        fixed,
        (floats - saved.perStep()) * Float.BYTES,
        saved.perStep() * Float.BYTES,
        saved.perBorder() * Float.BYTES,
        1);
  }

  /** The plan with sequences that are cut into so many segments, at least 1. */
  public MemoryPlan cut(int newSegments) {
    return new MemoryPlan(fixedBytes, bytesPerRow, segmentBytesPerRow, borderBytes, newSegments);
  }

  /**
   * The plan with the fewest segments with which a step takes no more than {@code available} bytes;
   * if none does, with those with which it takes least.
   */
  public MemoryPlan fitting(int timeSteps, int batch, long available) {
    MemoryPlan least = cut(1);
    for (int k = 1; k <= timeSteps && least.bytes(timeSteps, batch) > available; k++) {
      MemoryPlan next = cut(k);
      least = next.bytes(timeSteps, batch) < least.bytes(timeSteps, batch) ? next : least;
    }
    return least;
  }

  /** Bytes of a step. */
  public long bytes(int timeSteps, int batch) {
    long rows = (long) timeSteps * batch;
    int cut = RecurrentKernel.segments(timeSteps, segments);
    long ofSegments =
        cut == 1
            ? segmentBytesPerRow * rows
            : segmentBytesPerRow * RecurrentKernel.segmentRows(timeSteps, batch, cut)
                + borderBytes * cut * batch;
    return fixedBytes + bytesPerRow * rows + ofSegments;
  }

  /**
   * The largest batch whose step takes no more than {@code available} bytes; 0 if there is none.
   */
  public int largestBatch(int timeSteps, long available) {
    long atMost = (available - fixedBytes) / Math.max(1, bytesPerRow * timeSteps);
    int fits = 0;
    long tooMany = Math.max(0, Math.min(Integer.MAX_VALUE, atMost)) + 1;
    while (tooMany - fits > 1) {
      int middle = (int) ((fits + tooMany) / 2);
      if (bytes(timeSteps, middle) <= available) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits;
  }

  /**
   * Checks that a step fits.
   *
   * @param available bytes off the heap
   * @throws UserErrorException if it does not; it names what would
   */
  public void check(int timeSteps, int batch, long available) {
    long needed = bytes(timeSteps, batch);
    if (needed <= available) {
      return;
    }
    throw new UserErrorException(
        ("A training step of %d examples of %d time steps takes %s off the heap, but this executor"
                + " has %s: %s, or give it more (spark.executor.memoryOverhead, or"
                + " -Dorg.bytedeco.javacpp.maxbytes where that is set)")
            .formatted(
                batch,
                timeSteps,
                megabytes(needed),
                megabytes(available),
                remedy(timeSteps, batch, available)));
  }

  private String remedy(int timeSteps, int batch, long available) {
    int fitting = largestBatch(timeSteps, available);
    boolean fitsCut = fitting(timeSteps, batch, available).bytes(timeSteps, batch) <= available;
    String smaller = "training.batch-size %d would fit".formatted(fitting);
    if (fitsCut) {
      return fitting == 0
          ? "training.recompute=auto would fit"
          : smaller + ", and so would training.recompute=auto";
    }
    return fitting == 0 ? "not even one example fits: make the network smaller" : smaller;
  }

  /**
   * Bytes off the heap that this process may use: JavaCPP's limit where it is set, else what the
   * machine has besides the heap.
   */
  public static long available() {
    if (Pointer.maxBytes() > 0 && Pointer.maxBytes() < Long.MAX_VALUE) {
      return Pointer.maxBytes();
    }
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Math.max(0, system.getTotalMemorySize() - Runtime.getRuntime().maxMemory());
  }

  /** A number of bytes for people. */
  public static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", (bytes + (1L << 20) - 1) >> 20);
  }
}
