package org.spiketrain.data.events;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.Labels;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.SpikeHdf5;

/** The recordings of a range, read one by one; what is damaged is an empty one. */
public final class Recordings implements Iterator<Optional<RawRecording>>, Closeable {
  private final SpikeHdf5 file;
  private final long end;
  private long next;

  private Recordings(SpikeHdf5 file, RecordingRange range) {
    this.file = file;
    this.next = range.firstRow();
    this.end = range.firstRow() + range.rows();
  }

  /** Opens a range, with its labels, of a file that a scan has found good. */
  public static Recordings open(Configuration conf, RecordingRange range) {
    return open(conf, range, Labels.READ);
  }

  /** Opens a range within a Spark task, and closes it when the task ends. */
  public static Recordings openForTask(Configuration conf, RecordingRange range, Labels labels) {
    Recordings recordings = open(conf, range, labels);
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              try {
                recordings.close();
              } catch (IOException e) {
                throw new UncheckedIOException("Cannot close " + range.readable(), e);
              }
            });
    return recordings;
  }

  private static Recordings open(Configuration conf, RecordingRange range, Labels labels) {
    try {
      return new Recordings(SpikeHdf5.open(conf, new Path(range.readable()), labels), range);
    } catch (FileFaultException e) {
      throw new IllegalStateException(range.readable() + " has changed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + range.readable(), e);
    }
  }

  @Override
  public boolean hasNext() {
    return next < end;
  }

  @Override
  public Optional<RawRecording> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no recording after row " + (end - 1));
    }
    return file.recording(next++);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
