package org.spiketrain.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.layer.TimeMajor;

/**
 * The minibatches of spike counts, or of spikes, that the driver drew: for each of them the counts
 * [time, batch, inputs] and the labels [batch], a byte each.
 */
final class SpikeCounts {
  private SpikeCounts() {}

  /** Features [batch, inputs, time], time-major in memory, and one-hot labels [batch, classes]. */
  static List<DataSet> read(Work work) {
    byte[] bytes = bytes(work);
    int size = work.timeSteps() * work.batch() * work.inputs();
    List<DataSet> minibatches = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += size + work.batch()) {
      INDArray labels = Nd4j.zeros(DataType.FLOAT, work.batch(), work.classes());
      for (int b = 0; b < work.batch(); b++) {
        labels.putScalar(b, bytes[at + size + b], 1f);
      }
      minibatches.add(new DataSet(features(bytes, at, work), labels));
    }
    return minibatches;
  }

  private static INDArray features(byte[] bytes, int at, Work work) {
    float[] counts = new float[work.timeSteps() * work.batch() * work.inputs()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Byte.toUnsignedInt(bytes[at + i]);
    }
    INDArray timeMajor =
        Nd4j.createFromArray(counts).reshape('c', work.timeSteps(), work.batch(), work.inputs());
    return TimeMajor.view(timeMajor, RNNFormat.NCW);
  }

  private static byte[] bytes(Work work) {
    try {
      return Files.readAllBytes(work.data());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the spike counts of " + work.data(), e);
    }
  }
}
