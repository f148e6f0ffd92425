package org.spiketrain.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.spiketrain.model.UserErrorException;

/**
 * A key of the configuration and the values that are tried.
 *
 * @param key the key
 * @param levels at least one
 */
public record GridAxis(String key, List<Level> levels) {
  private static final String EXPECTED =
      "expected KEY=VALUE,VALUE,... with different values, as in seed=1,2,3, or KEY=TEXT{VALUE,VALUE,...}TEXT";

  public GridAxis {
    levels = List.copyOf(levels);
  }

  /**
   * One of the values.
   *
   * @param label what it is called
   * @param value the whole value of the key
   */
  public record Level(String label, String value) {}

  /**
   * Reads {@code KEY=V1,V2}, or {@code KEY=before{V1,V2}after}, which is short for {@code
   * KEY=beforeV1after,beforeV2after} and calls the values V1 and V2. Commas within parentheses are
   * no separators: they are those of a layer's options.
   *
   * @throws UserErrorException if it is neither
   */
  public static GridAxis parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw bad(text);
    }
    String values = text.substring(equals + 1);
    int open = values.indexOf('{');
    int close = values.indexOf('}', Math.max(0, open));
    boolean braces = open >= 0 && close > open;
    String before = braces ? values.substring(0, open) : "";
    String after = braces ? values.substring(close + 1) : "";
    String listed = braces ? values.substring(open + 1, close) : values;
    List<Level> levels = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (String label : separated(listed)) {
      levels.add(new Level(label, before + label + after));
      if (label.isEmpty() || !labels.add(label)) {
        throw bad(text);
      }
    }
    return new GridAxis(text.substring(0, equals).strip(), levels);
  }

  private static UserErrorException bad(String text) {
    return new UserErrorException(EXPECTED + ", not \"" + text + "\"");
  }

  private static List<String> separated(String values) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < values.length(); i++) {
      char c = values.charAt(i);
      depth += c == '(' ? 1 : 0;
      depth -= c == ')' ? 1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(values.substring(begin, i).strip());
        begin = i + 1;
      }
    }
    parts.add(values.substring(begin).strip());
    return parts;
  }
}
