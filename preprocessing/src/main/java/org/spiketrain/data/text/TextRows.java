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
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TextLines;

/** The sentences of one file, read as they are asked for. */
final class TextRows implements Iterator<TextRow>, Closeable {
  /** Reason for a row without text. */
  static final String EMPTY = "empty text";

  private final TextFile file;
  private final Source source;
  private final Queue<TextRow> ready = new ArrayDeque<>();

  private TextRows(TextFile file, Source source) {
    this.file = file;
    this.source = source;
  }

  /** The rows of a file, one at a time. */
  interface Source extends Closeable {
    /**
     * Reads the next row, or returns empty at the end: one sentence mostly, none in a header,
     * several where phrases count.
     */
    Optional<List<TextRow>> next() throws IOException, FileFaultException;

    /** Number of the row that was read last, from 1. */
    long number();
  }

  private interface LineParser {
    List<TextRow> parse(String line) throws FileFaultException;
  }

  /** A file in which every line is a row. */
  private record Lines(TextLines lines, LineParser parser) implements Source {
    @Override
    public Optional<List<TextRow>> next() throws IOException, FileFaultException {
      try {
        Optional<String> line = lines.next();
        return line.isEmpty() ? Optional.empty() : Optional.of(parser.parse(line.get()));
      } catch (TextLines.LongLineException e) {
        throw new FileFaultException(
            e.getMessage() + ": break it into lines of a sentence each, or take it away", e);
      } catch (TextLines.MalformedLineException e) {
        throw new FileFaultException(
            e.getMessage() + ": set data.text.charset to the file's, such as windows-1252", e);
      }
    }

    @Override
    public long number() {
      return lines.number();
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

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

  private static Source source(TextFile file, InputStream in) throws FileFaultException {
    TextFormat format = file.format();
    if (format.layout() == TextFormat.Layout.CSV) {
      return new CsvSource(in, format);
    }
    return new Lines(new TextLines(in, Charset.forName(format.charset())), parser(file));
  }

  private static LineParser parser(TextFile file) {
    TextFormat format = file.format();
    return switch (format.layout()) {
      case POLARITY_FILES -> line -> List.of(TextRow.of(file.label(), line));
      case LABELLED_LINES -> line -> List.of(labelled(line));
      case TREES -> new TreeParser(format.phrases())::parse;
      case TSV -> {
        TableColumns columns = new TableColumns(format);
        yield line -> columns.parse(line.split("\t", -1));
      }
      case CSV -> throw new IllegalStateException("records go over lines");
    };
  }

  private static TextRow labelled(String line) {
    int space = line.indexOf(' ');
    if (space <= 0) {
      return TextRow.bad(line, line.isBlank() ? EMPTY : "no label and text");
    }
    return TextRow.of(line.substring(0, space), line.substring(space + 1));
  }

  @Override
  public boolean hasNext() {
    try {
      return advance();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    } catch (FileFaultException e) {
      throw e.changed(file.location());
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
      Optional<List<TextRow>> row = nextRow();
      if (row.isEmpty()) {
        return false;
      }
      for (TextRow one : row.get()) {
        boolean blank = one.fault().isEmpty() && one.text().isBlank();
        String fault = blank ? EMPTY : one.fault();
        ready.add(new TextRow(file.number(), source.number(), one.label(), one.text(), fault));
      }
    }
    return true;
  }

  private Optional<List<TextRow>> nextRow() throws IOException, FileFaultException {
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
