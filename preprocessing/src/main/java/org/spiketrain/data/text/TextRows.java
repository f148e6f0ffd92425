package org.spiketrain.data.text;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.spiketrain.data.io.CsvRecords;
import org.spiketrain.data.io.CsvRecords.CsvRecord;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.data.text.TextFormat.Phrases;

/** The sentences of one file, read as they are asked for. */
final class TextRows implements Iterator<TextRow>, Closeable {
  static final String EMPTY = "empty text";
  private static final String EMPTY_LABEL = "empty label";

  /** Spaces of any script and characters that are not seen, which make no label. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}]*");

  private final TextFile file;
  private final Source source;
  private final Queue<TextRow> ready = new ArrayDeque<>();

  private TextRows(TextFile file, Source source) {
    this.file = file;
    this.source = source;
  }

  private interface Source extends Closeable {
    /** Reads the next row: a sentence, none in a header, or several phrases; empty at the end. */
    Optional<List<TextRow>> next() throws IOException, FileFaultException;

    /** The line where the row that was read last begins, from 1. */
    long number();
  }

  private interface LineParser {
    List<TextRow> parse(String line) throws FileFaultException;
  }

  private record Lines(TextLines lines, LineParser parser) implements Source {
    @Override
    public Optional<List<TextRow>> next() throws IOException, FileFaultException {
      Optional<String> line = lines.next();
      return line.isEmpty() ? Optional.empty() : Optional.of(parser.parse(line.get()));
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

  private static final class Records implements Source {
    private final CsvRecords records;
    private final TableColumns columns;
    private long number;

    Records(TextLines lines, TextFormat format) {
      this.records = new CsvRecords(lines, ',');
      this.columns = new TableColumns(format);
    }

    @Override
    public Optional<List<TextRow>> next() throws IOException, FileFaultException {
      Optional<CsvRecord> next = records.next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      CsvRecord record = next.get();
      number = record.line();
      if (!record.problem().isEmpty() && !columns.areKnown()) {
        throw new FileFaultException(
            "has %s in its first row, %s: mend it".formatted(record.problem(), record.text()));
      }
      return Optional.of(
          record.problem().isEmpty()
              ? columns.parse(record.fields(), number)
              : List.of(TextRow.bad(record.text(), record.problem())));
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }

  /**
   * Trees in brackets, as the Stanford Sentiment Treebank has them: {@code (3 (2 good) (2 film))}.
   * Slashes and brackets stand there as {@code \/}, {@code -LRB-} and {@code -RRB-}; words may hold
   * any space but the ASCII one.
   */
  private record TreeParser(Phrases phrases) implements LineParser {
    /** A node that has begun. */
    private record Open(int place, String label, int firstWord) {}

    @Override
    public List<TextRow> parse(String line) {
      List<TextRow> found = new ArrayList<>();
      List<String> words = new ArrayList<>();
      Deque<Open> open = new ArrayDeque<>();
      int at = 0;
      while (at < line.length()) {
        char next = line.charAt(at);
        if (next == '(') {
          int end = endOfWord(line, at + 1);
          open.push(new Open(found.size(), line.substring(at + 1, end), words.size()));
          // Its position in pre-order, to be filled when its last word is known.
          found.add(TextRow.bad(line, "no whole tree"));
          at = end;
        } else if (next == ')') {
          if (open.isEmpty()) {
            return noTree(line);
          }
          Open node = open.pop();
          List<String> own = words.subList(node.firstWord(), words.size());
          found.set(node.place(), TextRow.of(node.label(), String.join(" ", own)));
          at++;
        } else if (next == ' ') {
          at++;
        } else {
          int end = endOfWord(line, at);
          words.add(plain(line.substring(at, end)));
          at = end;
        }
      }
      boolean whole = open.isEmpty() && !found.isEmpty() && !line.startsWith(" ");
      return whole ? chosen(found) : noTree(line);
    }

    private List<TextRow> chosen(List<TextRow> nodes) {
      return phrases == Phrases.TAKE ? nodes : nodes.subList(0, 1);
    }

    private static List<TextRow> noTree(String line) {
      return List.of(TextRow.bad(line, line.isBlank() ? EMPTY : "no whole tree"));
    }

    private static int endOfWord(String line, int start) {
      int end = start;
      while (end < line.length() && " ()".indexOf(line.charAt(end)) < 0) {
        end++;
      }
      return end;
    }

    private static String plain(String word) {
      return switch (word) {
        case "-LRB-" -> "(";
        case "-RRB-" -> ")";
        default -> word.replace("\\/", "/");
      };
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
        e instanceof EOFException
            ? "is cut off: fetch or copy it again"
            : "cannot be unpacked (%s): fetch it again, or name it without .gz or .zip"
                .formatted(e.getMessage()),
        e);
  }

  private static Source source(TextFile file, InputStream in) {
    TextFormat format = file.format();
    TextLines lines = new TextLines(in, Charset.forName(format.charset()));
    return format.layout() == TextFormat.Layout.CSV
        ? new Records(lines, format)
        : new Lines(lines, parser(file, lines));
  }

  private static LineParser parser(TextFile file, TextLines lines) {
    TextFormat format = file.format();
    return switch (format.layout()) {
      case POLARITY_FILES -> line -> List.of(TextRow.of(file.label(), line));
      case LABELLED_LINES -> line -> List.of(labelled(line));
      case TREES -> new TreeParser(format.phrases());
      case TSV -> {
        TableColumns columns = new TableColumns(format);
        yield line -> columns.parse(List.of(line.split("\t", -1)), lines.number());
      }
      case CSV -> throw new IllegalStateException("records go over lines");
    };
  }

  private static TextRow labelled(String line) {
    int space = line.indexOf(' ');
    if (space <= 0) {
      return TextRow.bad(line, line.isBlank() ? EMPTY : "no label and text");
    }
    int tab = line.indexOf('\t');
    if (tab >= 0 && tab < space) {
      return TextRow.bad(line, "tab in the label");
    }
    return TextRow.of(line.substring(0, space), line.substring(space + 1));
  }

  @Override
  public boolean hasNext() {
    try {
      return advance();
    } catch (FileFaultException e) {
      throw e.changed(file.location());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
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
        ready.add(one.at(file.number(), source.number(), fault(one)));
      }
    }
    return true;
  }

  /** Why a row cannot be used, by itself; empty where it can. */
  static String fault(TextRow row) {
    if (!row.fault().isEmpty()) {
      return row.fault();
    }
    if (TextLines.hasMark(row.text()) || TextLines.hasMark(row.label())) {
      return TextLines.MARK_WITHIN;
    }
    if (row.text().isBlank()) {
      return EMPTY;
    }
    return UNSEEN.matcher(row.label()).matches() ? EMPTY_LABEL : "";
  }

  private Optional<List<TextRow>> nextRow() throws IOException, FileFaultException {
    try {
      return source.next();
    } catch (TextLines.LongLineException e) {
      throw new FileFaultException(
          e.getMessage() + ": break it into lines of a sentence each, or take it away", e);
    } catch (TextLines.MalformedLineException e) {
      throw new FileFaultException(e.getMessage() + remedy(e), e);
    } catch (CsvRecords.MalformedCsvException e) {
      throw new FileFaultException(
          e.getMessage() + ": mend the quotation marks, or set data.text.format to tsv", e);
    } catch (ZipException | EOFException e) {
      throw unpackable(e);
    }
  }

  private String remedy(TextLines.MalformedLineException e) {
    if (e.afterUtf8()) {
      return ", but lines before it are UTF-8: mend the line";
    }
    boolean isUtf8 = file.format().charset().equalsIgnoreCase("UTF-8");
    return ": set data.text.charset to the file's, such as " + (isUtf8 ? "windows-1252" : "UTF-8");
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
