package org.spiketrain.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * A key of the configuration and what is tried for it.
 *
 * @param levels values, at least one unless there is a range
 * @param range numbers from which values are drawn instead
 * @param condition when the key is varied at all
 */
public record GridAxis(
    String key, List<Level> levels, Optional<Range> range, Optional<Condition> condition) {
  private static final String EXPECTED =
      "expected KEY=VALUE,VALUE,... with different values, as in seed=1,2,3, or"
          + " KEY=TEXT{VALUE,VALUE,...}TEXT, or KEY=uniform(A,B), log-uniform(A,B) or whole(A,B) with"
          + " A < B; each of them may end in \" if KEY=VALUE,...\"";

  private static final Pattern CONDITION =
      Pattern.compile(
          "(?<axis>.*\\S)\\s+if\\s+(?<key>[^\\s=,]+)\\s*=(?<values>.*)", Pattern.DOTALL);

  public GridAxis {
    levels = List.copyOf(levels);
  }

  /**
   * One of the values.
   *
   * @param value the whole value of the key
   */
  public record Level(String label, String value) {}

  /** Another key, which must have one of these labels. */
  public record Condition(String key, Set<String> labels) {
    boolean holds(Map<String, Level> chosen) {
      return chosen.containsKey(key) && labels.contains(chosen.get(key).label());
    }
  }

  /**
   * Reads {@code KEY=V1,V2}, or {@code KEY=before{V1,V2}after}, which is short for {@code
   * KEY=beforeV1after,beforeV2after} and calls the values V1 and V2. Commas within parentheses are
   * no separators: they are those of a layer's options. Or {@code KEY=uniform(A,B)} and its like. A
   * condition may follow, {@code if KEY=V1,V2}.
   *
   * @throws UserErrorException if it is none of these
   */
  public static GridAxis parse(String text) {
    Matcher conditional = CONDITION.matcher(text);
    if (conditional.matches()) {
      GridAxis axis = parse(conditional.group("axis"));
      Set<String> labels = new HashSet<>(separated(conditional.group("values")));
      if (labels.contains("") || axis.condition.isPresent()) {
        throw bad(text);
      }
      Condition condition = new Condition(conditional.group("key"), labels);
      return new GridAxis(axis.key, axis.levels, axis.range, Optional.of(condition));
    }
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw bad(text);
    }
    String key = text.substring(0, equals).strip();
    String values = text.substring(equals + 1);
    Optional<Range> range = Range.parse(values);
    if (range.isPresent() && !(range.get().low < range.get().high)) {
      throw bad(text);
    }
    return new GridAxis(
        key, range.isPresent() ? List.of() : levels(text, values), range, Optional.empty());
  }

  private static List<Level> levels(String text, String values) {
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
    return levels;
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

  Level draw(SplittableRandom random) {
    return range
        .map(numbers -> numbers.draw(random))
        .orElseGet(() -> levels.get((int) (random.nextDouble() * levels.size())));
  }

  /** Numbers from {@code low} up to {@code high}, whole ones with it. */
  public record Range(Spacing spacing, double low, double high) {
    private static final Pattern RANGE =
        Pattern.compile("\\s*(uniform|log-uniform|whole)\\(([^,()]+),([^,()]+)\\)\\s*");

    /** As many digits as a reader compares. */
    private static final MathContext DIGITS = new MathContext(4);

    /** How likely which numbers are: all the same, all their logarithms, or whole ones only. */
    public enum Spacing {
      UNIFORM,
      LOG_UNIFORM,
      WHOLE
    }

    private static Optional<Range> parse(String text) {
      Matcher range = RANGE.matcher(text);
      if (!range.matches()) {
        return Optional.empty();
      }
      Spacing spacing =
          switch (range.group(1)) {
            case "uniform" -> Spacing.UNIFORM;
            case "log-uniform" -> Spacing.LOG_UNIFORM;
            default -> Spacing.WHOLE;
          };
      try {
        BigDecimal low = new BigDecimal(range.group(2).strip());
        BigDecimal high = new BigDecimal(range.group(3).strip());
        boolean allowed =
            switch (spacing) {
              case UNIFORM -> true;
              case LOG_UNIFORM -> low.signum() > 0;
              case WHOLE ->
                  low.remainder(BigDecimal.ONE).signum() == 0
                      && high.remainder(BigDecimal.ONE).signum() == 0;
            };
        // One that cannot be is a range of nothing.
        return Optional.of(
            allowed
                ? new Range(spacing, low.doubleValue(), high.doubleValue())
                : new Range(spacing, 0, 0));
      } catch (NumberFormatException e) {
        return Optional.of(new Range(spacing, 0, 0));
      }
    }

    private Level draw(SplittableRandom random) {
      // Java's own draws from a range differ between its versions.
      double at = random.nextDouble();
      double number =
          switch (spacing) {
            case UNIFORM -> low + at * (high - low);
            case LOG_UNIFORM -> low * StrictMath.exp(at * StrictMath.log(high / low));
            case WHOLE -> low + Math.floor(at * (high - low + 1));
          };
      BigDecimal exact = BigDecimal.valueOf(number);
      BigDecimal shown =
          (spacing == Spacing.WHOLE ? exact : exact.round(DIGITS)).stripTrailingZeros();
      String label = shown.scale() > 6 ? shown.toString() : shown.toPlainString();
      return new Level(label, label);
    }
  }
}
