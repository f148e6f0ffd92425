package org.spiketrain.model.layer;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;

/**
 * Off-heap memory that a training step of a network of ours takes, known before it runs:
 * parameters, their gradients and the updater's state once; for each time step of each example what
 * the kernels keep, the activations and the gradients by them.
 *
 * @param fixedBytes taken once
 * @param bytesPerRow taken for each time step of each example
 */
public record MemoryPlan(long fixedBytes, long bytesPerRow) {
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
    return new MemoryPlan(fixed, floats * Float.BYTES);
  }

  /** Bytes of a step. */
  public long bytes(int timeSteps, int batch) {
    return fixedBytes + bytesPerRow * timeSteps * batch;
  }

  /**
   * The largest batch whose step takes no more than {@code available} bytes; 0 if there is none.
   */
  public int largestBatch(int timeSteps, long available) {
    long rows = (available - fixedBytes) / Math.max(1, bytesPerRow * timeSteps);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, rows));
  }

  /**
   * Checks that a step fits.
   *
   * @param available bytes off the heap
   * @throws UserErrorException if it does not; it names the batch size that would
   */
  public void check(int timeSteps, int batch, long available) {
    long needed = bytes(timeSteps, batch);
    if (needed <= available) {
      return;
    }
    int fitting = largestBatch(timeSteps, available);
    String remedy =
        fitting == 0
            ? "not even one example fits: make the network smaller"
            : "training.batch-size %d would fit".formatted(fitting);
    throw new UserErrorException(
        ("A training step of %d examples of %d time steps takes %s off the heap, but this executor"
                + " has %s: %s, or give it more (spark.executor.memoryOverhead, or"
                + " -Dorg.bytedeco.javacpp.maxbytes where that is set)")
            .formatted(batch, timeSteps, megabytes(needed), megabytes(available), remedy));
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
