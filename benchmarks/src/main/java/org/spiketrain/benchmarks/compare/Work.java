package org.spiketrain.benchmarks.compare;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sizes of a step, as the driver gives them to every side: {@code key=value} each. */
public final class Work {
  private final Map<String, String> values;

  private Work(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads {@code key=value} arguments.
   *
   * @throws IllegalArgumentException if one has no {@code =}
   */
  public static Work parse(Iterable<String> arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("Expected key=value, but got '" + argument + "'");
      }
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return new Work(values);
  }

  /** Threads that the step may use. */
  public int threads() {
    return number("threads");
  }

  /** Examples a minibatch. */
  public int batch() {
    return number("batch");
  }

  /** Time steps of every example. */
  public int timeSteps() {
    return number("time_steps");
  }

  /** Input channels. */
  public int inputs() {
    return number("inputs");
  }

  /** Duration of a time step of recorded events, in microseconds. */
  public int windowUs() {
    return number("window_us");
  }

  /** Cells of each hidden layer. */
  public int hidden() {
    return number("hidden");
  }

  /** Classes of the output layer. */
  public int classes() {
    return number("classes");
  }

  /** Words of a sentence, which share the inputs equally. */
  public int words() {
    return number("words");
  }

  /** Words that the filters of a convolution read, ascending. */
  public List<Integer> widths() {
    return Arrays.stream(text("widths").split(",", -1)).map(Integer::valueOf).toList();
  }

  /** Filters of each width. */
  public int filters() {
    return number("filters");
  }

  /** The file with the examples that all sides work on. */
  public Path data() {
    return Path.of(text("data"));
  }

  private int number(String key) {
    return Integer.parseInt(text(key));
  }

  private String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing among " + values);
    }
    return value;
  }
}
