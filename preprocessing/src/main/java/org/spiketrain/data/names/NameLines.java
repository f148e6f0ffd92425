package org.spiketrain.data.names;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.spiketrain.data.io.TextLines;

/**
 * The lines of one language's file up to its last name, read as they are asked for. Blank lines are
 * held back until a name follows, since those at the end of the file belong to no name.
 */
final class NameLines implements Iterator<NameLine>, Closeable {
  private final NameFile file;
  private final TextLines lines;
  private final Queue<NameLine> ready = new ArrayDeque<>();

  NameLines(NameFile file, InputStream in) {
    this.file = file;
    this.lines = new TextLines(in);
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || readThroughNextName();
  }

  @Override
  public NameLine next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no line after " + file.name() + ":" + lines.number());
    }
    return ready.remove();
  }

  private boolean readThroughNextName() {
    try {
      for (Optional<String> text = lines.next(); text.isPresent(); text = lines.next()) {
        ready.add(new NameLine(file.label(), file.name(), lines.number(), text.get()));
        if (!text.get().isBlank()) {
          return true;
        }
      }
      ready.clear();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(file.location() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
