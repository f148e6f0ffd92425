package org.spiketrain.data.io;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/**
 * Writes a file of recordings in the layout of the Spiking Speech Commands: {@code /spikes/times}
 * as rows of halves, in seconds, {@code /spikes/units}, {@code /labels} and {@code /extra/speaker}
 * as unsigned numbers of 16 bits, {@code /extra/keys} as text. h5py, PyTables and Tonic read it,
 * and so does {@link SpikeHdf5}.
 *
 * <p>Recordings go straight to a local file, which becomes the target when the writer is closed;
 * nothing is left of it where {@link #finish} was not called.
 */
public final class SpikeHdf5Writer implements Closeable {
  private final Configuration conf;
  private final org.apache.hadoop.fs.Path target;
  private final Path local;
  private final Hdf5Output out;
  private final ByteArrayOutputStream times = new ByteArrayOutputStream();
  private final ByteArrayOutputStream units = new ByteArrayOutputStream();
  private final List<Integer> labels = new ArrayList<>();
  private final List<Integer> speakers = new ArrayList<>();
  private boolean finished;

  /** Begins a file on any Hadoop file system, which an existing one gives way to. */
  public SpikeHdf5Writer(Configuration conf, org.apache.hadoop.fs.Path target) throws IOException {
    this.conf = conf;
    this.target = target;
    this.local = Files.createTempFile("spiketrain", ".h5");
    this.out = new Hdf5Output(local);
  }

  /**
   * Adds a recording. It is not checked: a file with faults can be written too.
   *
   * @param seconds times of its events, which are rounded to halves
   * @param channels channels of its events, from 0 to 65535
   * @param label index of its class
   * @param speaker number of its speaker
   * @return its index in the file, from 0
   */
  public int add(float[] seconds, int[] channels, int label, int speaker) throws IOException {
    byte[] timeRow = new byte[seconds.length * Short.BYTES];
    for (int k = 0; k < seconds.length; k++) {
      little(timeRow).putShort(k * Short.BYTES, (short) HalfIndexer.fromFloat(seconds[k]));
    }
    byte[] unitRow = shorts(channels);
    long heap = timeRow.length + unitRow.length == 0 ? 0 : out.heap(List.of(timeRow, unitRow));
    times.write(reference(seconds.length, heap, 1));
    units.write(reference(channels.length, heap, 2));
    labels.add(label);
    speakers.add(speaker);
    return labels.size() - 1;
  }

  private static byte[] reference(int length, long heap, int index) {
    byte[] reference = new byte[Hdf5Output.REFERENCE_BYTES];
    if (length > 0) {
      little(reference).putInt(length).putLong(heap).putInt(index);
    }
    return reference;
  }

  private static byte[] shorts(int[] numbers) {
    byte[] bytes = new byte[numbers.length * Short.BYTES];
    ByteBuffer buffer = little(bytes);
    for (int number : numbers) {
      buffer.putShort((short) number);
    }
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes what belongs to all recordings.
   *
   * @param keys names of the classes
   * @throws IllegalStateException if there is no recording
   */
  public void finish(List<String> keys) throws IOException {
    if (labels.isEmpty()) {
      throw new IllegalStateException("A file without recordings cannot be written");
    }
    Map<String, Long> spikes = new LinkedHashMap<>();
    spikes.put("times", references(times, Hdf5Output.half()));
    spikes.put("units", references(units, Hdf5Output.unsignedShort()));
    Map<String, Long> extra = new LinkedHashMap<>();
    extra.put("keys", texts(keys));
    extra.put("speaker", numbers(speakers));
    Map<String, Long> root = new LinkedHashMap<>();
    root.put("extra", out.group(extra));
    root.put("labels", numbers(labels));
    root.put("spikes", out.group(spikes));
    out.finish(out.group(root));
    finished = true;
  }

  private long references(ByteArrayOutputStream rows, byte[] elementType) throws IOException {
    return out.dataset(
        Hdf5Output.rowsOf(elementType),
        ByteBuffer.wrap(rows.toByteArray()),
        Hdf5Output.REFERENCE_BYTES);
  }

  private long numbers(List<Integer> numbers) throws IOException {
    byte[] bytes = shorts(numbers.stream().mapToInt(Integer::intValue).toArray());
    return out.dataset(Hdf5Output.unsignedShort(), ByteBuffer.wrap(bytes), Short.BYTES);
  }

  private long texts(List<String> texts) throws IOException {
    List<byte[]> utf8 = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    int length = utf8.stream().mapToInt(text -> text.length).max().orElse(1);
    ByteBuffer all = ByteBuffer.allocate(length * texts.size());
    for (int k = 0; k < texts.size(); k++) {
      all.put(k * length, utf8.get(k));
    }
    return out.dataset(Hdf5Output.text(length), all, length);
  }

  /** Whole at once: a second attempt of a task may be killed while it is at it. */
  private void publish(FileSystem fs) throws IOException {
    org.apache.hadoop.fs.Path from = new org.apache.hadoop.fs.Path(local.toUri());
    if (AtomicOutput.renamesByCopying(fs)) {
      // Such a store shows a file when it is whole.
      fs.copyFromLocalFile(true, true, from, target);
      return;
    }
    org.apache.hadoop.fs.Path aside = StagingCleanup.temporary(target);
    try {
      fs.copyFromLocalFile(true, true, from, aside);
      AtomicOutput.moveFile(conf, aside, target, OutputMode.OVERWRITE);
    } finally {
      fs.delete(aside, false);
    }
  }

  /** Moves the finished file to its path, or deletes an unfinished one. */
  @Override
  public void close() throws IOException {
    out.close();
    try {
      if (finished) {
        publish(FileSystems.of(conf, target));
      }
    } finally {
      Files.deleteIfExists(local);
    }
  }
}
