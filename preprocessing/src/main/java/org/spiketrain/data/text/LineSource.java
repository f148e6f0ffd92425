package org.spiketrain.data.text;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TextLines;

/** The rows of a file in which every line is one. */
final class LineSource implements TextSource {
  /** Parser of a line. */
  interface LineParser {
    List<Labelled> parse(String line) throws FileFaultException;
  }

  private final TextLines lines;
  private final LineParser parser;

  LineSource(TextLines lines, LineParser parser) {
    this.lines = lines;
    this.parser = parser;
  }

  @Override
  public Optional<List<Labelled>> next() throws IOException, FileFaultException {
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
