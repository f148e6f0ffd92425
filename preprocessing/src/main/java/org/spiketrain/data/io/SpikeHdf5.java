package org.spiketrain.data.io;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.links.SoftLink;
import io.jhdf.nio.FileChannelFromSeekableByteChannel;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.VariableLength;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file of recordings in the layout of the Heidelberg spiking data sets (Cramer et al., "The
 * Heidelberg Spiking Data Sets for the Systematic Evaluation of Spiking Neural Networks", IEEE
 * TNNLS 2022; zenkelab.org/datasets): {@code /spikes/times} in seconds and {@code /spikes/units}
 * with one variable-length row a recording, {@code /labels}, {@code /extra/keys} with the names of
 * the classes, and perhaps {@code /extra/speaker}. Numbers of any width are read. One recording at
 * a time is held in memory.
 */
public final class SpikeHdf5 implements Closeable {
  private static final String TIMES = "spikes/times";
  private static final String UNITS = "spikes/units";
  private static final String LABELS = "labels";
  private static final String KEYS = "extra/keys";
  private static final String SPEAKERS = "extra/speaker";
  private static final String LAYOUT =
      "expected /spikes/times, /spikes/units, /labels and /extra/keys as in the SHD and SSC files";
  private static final long MOST_KEYS = 1 << 20;
  private static final int SHOWN = 6;
  private static final String FETCH_AGAIN = "fetch or copy it again";

  /** Treatment of the labels in a file, and of the names of its classes. */
  public enum Labels {
    /** They are read, and must be there. */
    READ,
    /** They need not be there and are not looked at; no recording has one. */
    IGNORED
  }

  private final HdfFile file;
  private final Closeable channel;
  private final RowColumn times;
  private final RowColumn units;
  private final Optional<WholeNumbers.Column> labels;
  private final Optional<WholeNumbers.Column> speakers;

  private SpikeHdf5(HdfFile file, Closeable channel, Labels use) throws FileFaultException {
    this.file = file;
    this.channel = channel;
    this.times = rows(TIMES, Microseconds::canRead, Microseconds.EXPECTED);
    this.units = rows(UNITS, WholeNumbers::canRead, "the whole numbers of channels");
    this.labels = use == Labels.READ ? Optional.of(labels()) : Optional.empty();
    this.speakers = use == Labels.READ ? speakers() : Optional.empty();
    checkRows();
  }

  public static SpikeHdf5 open(Configuration conf, Path path)
      throws IOException, FileFaultException {
    return open(conf, path, Labels.READ);
  }

  /**
   * Opens a file.
   *
   * @throws FileFaultException if it is no HDF5 file, cut off, or without one of the data sets
   * @throws IOException if the file system fails
   */
  public static SpikeHdf5 open(Configuration conf, Path path, Labels labels)
      throws IOException, FileFaultException {
    HadoopChannel channel = new HadoopChannel(conf, path);
    try {
      if (channel.size() == 0) {
        throw new FileFaultException("is empty: " + FETCH_AGAIN);
      }
      HdfFile file = hdf5(channel);
      checkLength(file);
      return new SpikeHdf5(file, channel, labels);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // jHDF checks little: damaged bytes end in an exception of any kind, cycles in an overflow,
      // and lengths of any size are reserved before they are read.
      channel.close();
      rethrowStorageFault(e);
      throw new FileFaultException(
          "is a damaged HDF5 file (%s): %s".formatted(reason(e), FETCH_AGAIN), e);
    } catch (FileFaultException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens the file of a range, which a scan has found good, until the end of a Spark task. */
  public static SpikeHdf5 openForTask(Configuration conf, RecordingRange range, Labels labels) {
    String location = range.readable();
    try {
      return SourceFiles.closedWithTask(open(conf, new Path(location), labels));
    } catch (FileFaultException e) {
      throw e.changed(location);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + location, e);
    }
  }

  /** Reads the header. jHDF takes every file that is no local one for a remote one, and says so. */
  private static HdfFile hdf5(HadoopChannel channel) throws IOException, FileFaultException {
    try {
      return new HdfFile(new FileChannelFromSeekableByteChannel(channel));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      rethrowStorageFault(e);
      throw new FileFaultException(
          FileForm.of(head(channel))
              .filter(form -> form != FileForm.HDF5)
              .map(FileForm::refusal)
              .orElse("is not an HDF5 file, or one whose beginning is damaged: " + FETCH_AGAIN),
          e);
    }
  }

  private static byte[] head(HadoopChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(FileForm.HEAD_BYTES);
    channel.position(0).read(head);
    return Arrays.copyOf(head.array(), head.position());
  }

  private static void checkLength(HdfFile file) throws FileFaultException {
    long expected = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    long found = file.getHdfBackingStorage().size();
    if (found < expected) {
      throw new FileFaultException(
          "is cut off: it has %d bytes, its header says %d; %s"
              .formatted(found, expected, FETCH_AGAIN));
    }
  }

  private void checkRows() throws FileFaultException {
    long bytes = file.getHdfBackingStorage().size();
    if (times.rows() < 0 || times.rows() > bytes) {
      throw new FileFaultException(
          "says that it has %d recordings, but is %d bytes long: %s"
              .formatted(times.rows(), bytes, FETCH_AGAIN));
    }
    long labelled = labels.map(WholeNumbers.Column::rows).orElse(times.rows());
    if (units.rows() != times.rows() || labelled != times.rows()) {
      throw new FileFaultException(
          "has %d rows of times, %d of units and %d labels: expected one of each a recording; %s"
              .formatted(times.rows(), units.rows(), labelled, FETCH_AGAIN));
    }
  }

  public long rows() {
    return times.rows();
  }

  /**
   * Names of the classes in the order of the labels.
   *
   * @throws FileFaultException if there are none, or they are not text
   * @throws IOException if the file system fails
   */
  public List<String> keys() throws FileFaultException, IOException {
    StoredData data = data(KEYS);
    if (data.dataset().getSize() > MOST_KEYS) {
      throw new FileFaultException(
          "says that it has more than %d classes: %s".formatted(MOST_KEYS, FETCH_AGAIN));
    }
    if (!TextColumn.canRead(data) || data.dataset().getSize() == 0) {
      throw data.unlike("the name of every class as text");
    }
    try {
      return TextColumn.read(file, data);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      rethrowStorageFault(e);
      throw new FileFaultException(
          "is damaged in /%s (%s): %s".formatted(KEYS, reason(e), FETCH_AGAIN), e);
    }
  }

  /**
   * One recording.
   *
   * @param row its number, from 0
   * @return the recording, or nothing if what is stored for it is damaged
   * @throws UncheckedIOException if the file system fails
   */
  public Optional<RawRecording> recording(long row) {
    try {
      return Optional.of(
          new RawRecording(
              row,
              labels.map(column -> column.number(row)).orElse(-1),
              speakers.map(column -> column.number(row)).orElse(-1),
              Microseconds.read(times.bytes(row), times.type()),
              WholeNumbers.read(units.bytes(row), units.type())));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // As above.
      try {
        rethrowStorageFault(e);
      } catch (IOException storage) {
        throw new UncheckedIOException(storage);
      }
      return Optional.empty();
    }
  }

  private RowColumn rows(String path, Predicate<DataType> readable, String content)
      throws FileFaultException {
    StoredData data = data(path);
    if (data.type() instanceof VariableLength rows
        && data.hasOneDimension()
        && readable.test(rows.getParent())) {
      data.checkFilters();
      return new RowColumn(file, data.dataset());
    }
    throw data.unlike("one variable-length row a recording, with " + content);
  }

  private WholeNumbers.Column labels() throws FileFaultException {
    StoredData data = data(LABELS);
    if (!WholeNumbers.Column.canRead(data)) {
      throw data.unlike("one whole number a recording, from 0 in the order of /" + KEYS);
    }
    data.checkFilters();
    return new WholeNumbers.Column(data.dataset());
  }

  /** The numbers of the speakers, where there are such: nothing but a note depends on them. */
  private Optional<WholeNumbers.Column> speakers() {
    return find(SPEAKERS)
        .filter(data -> WholeNumbers.Column.canRead(data) && data.hasUsualFilters())
        .map(data -> new WholeNumbers.Column(data.dataset()))
        .filter(column -> column.rows() == times.rows());
  }

  private StoredData data(String path) throws FileFaultException {
    return find(path)
        .orElseThrow(
            () ->
                new FileFaultException(
                    "has no data set /%s, but %s: %s"
                        .formatted(
                            path,
                            file.getChildren().keySet().stream().sorted().limit(SHOWN).toList(),
                            LAYOUT)));
  }

  private Optional<StoredData> find(String path) {
    Node node = file;
    for (String name : path.split("/", -1)) {
      if (!(node instanceof Group group)) {
        return Optional.empty();
      }
      node = group.getChild(name);
      // Links to other files are not followed: who made the file would say which one is opened.
      node = node instanceof SoftLink link ? link.getTarget() : node;
    }
    return node instanceof DatasetBase dataset
        ? Optional.of(new StoredData(path, dataset))
        : Optional.empty();
  }

  private static String reason(Throwable e) {
    if (e instanceof Error) {
      return e instanceof StackOverflowError
          ? "what it refers to goes round in circles"
          : "it declares more than fits into the memory";
    }
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("for no known reason");
  }

  /** jHDF wraps whatever happens while it reads. */
  private static void rethrowStorageFault(Throwable e) throws IOException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HadoopChannel.StorageException storage) {
        throw storage;
      }
    }
  }

  @Override
  public void close() throws IOException {
    // jHDF's own close wants a local file.
    channel.close();
  }
}
