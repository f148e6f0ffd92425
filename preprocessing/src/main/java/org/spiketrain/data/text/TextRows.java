package org.spiketrain.data.text;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TextLines;

/** The sentences of one file, read as they are asked for. */
public final class TextRows implements Iterator<TextRow>, Closeable {
  /** Reason for a row without text. */
  public static final String EMPTY = "empty text";

  private final TextFile file;
  private final TextSource source;
  private final Queue<TextRow> ready = new ArrayDeque<>();

  private TextRows(TextFile file, TextSource source) {
    this.file = file;
    this.source = source;
  }

  /** Opens a file that a scan has found good. */
  public static TextRows open(TextFile file, Configuration conf) {
    try {
      return of(file, file.open(conf));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    } catch (FileFaultException e) {
      throw changed(file, e);
    }
  }

  private static IllegalStateException changed(TextFile file, FileFaultException e) {
    return new IllegalStateException(file.location() + " has changed: " + e.getMessage(), e);
  }

  /** The sentences of a file's bytes. */
  static TextRows of(TextFile file, InputStream packed) throws IOException, FileFaultException {
    try {
      return new TextRows(file, source(file, file.unpacking(packed)));
    } catch (ZipException | EOFException e) {
      throw unpackable(e);
    }
  }

  private static FileFaultException unpackable(IOException e) {
    return new FileFaultException(
        "cannot be unpacked, it is cut off or something else (%s): fetch it again, or name it without .gz or .zip"
            .formatted(e.getMessage()),
        e);
  }

  private static TextSource source(TextFile file, InputStream in) throws FileFaultException {
    TextFormat format = file.format();
    if (format.layout() == TextFormat.Layout.CSV) {
      return new CsvSource(in, format);
    }
    return new LineSource(new TextLines(in, Charset.forName(format.charset())), parser(file));
  }

  private static LineSource.LineParser parser(TextFile file) {
    TextFormat format = file.format();
    return switch (format.layout()) {
      case POLARITY_FILES -> line -> List.of(Labelled.of(file.label(), line));
      case LABELLED_LINES -> line -> List.of(labelled(line));
      case TREES -> new TreeParser(format.phrases());
      case TSV -> {
        TableColumns columns = new TableColumns(format);
        yield line -> columns.parse(line.split("\t", -1));
      }
      case CSV -> throw new IllegalStateException("records go over lines");
    };
  }

  private static Labelled labelled(String line) {
    int space = line.indexOf(' ');
    if (space <= 0) {
      return Labelled.bad(line, line.isBlank() ? EMPTY : "no label and text");
    }
    return Labelled.of(line.substring(0, space), line.substring(space + 1));
  }

  @Override
  public boolean hasNext() {
    try {
      return advance();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    } catch (FileFaultException e) {
      throw changed(file, e);
    }
  }

  @Override
  public TextRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no row after row " + source.number());
    }
    return ready.remove();
  }

  /** Reads up to the next sentence; whether there is one. */
  boolean advance() throws IOException, FileFaultException {
    while (ready.isEmpty()) {
      Optional<List<Labelled>> row = nextRow();
      if (row.isEmpty()) {
        return false;
      }
      for (Labelled said : row.get()) {
        String fault = said.fault().isEmpty() && said.text().isBlank() ? EMPTY : said.fault();
        ready.add(new TextRow(file.number(), source.number(), said.label(), said.text(), fault));
      }
    }
    return true;
  }

  private Optional<List<Labelled>> nextRow() throws IOException, FileFaultException {
    try {
      return source.next();
    } catch (ZipException | EOFException e) {
      throw unpackable(e);
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
