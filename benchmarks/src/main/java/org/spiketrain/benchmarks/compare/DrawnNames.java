package org.spiketrain.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.frames.Example;

/**
 * The names that the driver drew, in its order: a class number, a tab and a name in the tutorial's
 * letters on each line.
 */
final class DrawnNames {
  private DrawnNames() {}

  static List<Example> read(Path file) {
    LetterEncoder encoder = new LetterEncoder(LetterEncoder.Settings.tutorial());
    List<Example> examples = new ArrayList<>();
    for (String line : lines(file)) {
      int tab = line.indexOf('\t');
      int label = Integer.parseInt(line.substring(0, tab));
      String name = line.substring(tab + 1);
      examples.add(new Example(examples.size(), label, name, encoder.encode(name)));
    }
    return examples;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the drawn names of " + file, e);
    }
  }
}
