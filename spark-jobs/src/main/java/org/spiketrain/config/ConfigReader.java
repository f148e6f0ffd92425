package org.spiketrain.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.spiketrain.data.KeyReader;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Range;

/** Reads checked values from a configuration and remembers which keys it read and how. */
final class ConfigReader implements KeyReader {
  private final Config config;
  private final Config defaults;
  private final Map<String, String> expectations = new TreeMap<>();
  private final Map<String, Object> values = new TreeMap<>();

  /** Reads resolved keys: all that are asked for, and defaults of all that are documented. */
  ConfigReader(Config config, Config defaults) {
    this.config = config;
    this.defaults = defaults;
  }

  ConfigReader defaults() {
    return new ConfigReader(defaults, defaults);
  }

  /** Whether there is a section of this name. */
  boolean hasSection(String key) {
    return config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.OBJECT;
  }

  /**
   * Reads the same configuration without one section, and with what stands in another one before
   * it. What that one says is remembered as it is written.
   *
   * @param without section that is left out
   * @param over section whose keys go before all others
   * @param set values that go before these
   */
  ConfigReader overlaid(String without, String over, Map<String, String> set) {
    Config own = config.getConfig(over);
    if (own.isEmpty()) {
      keep(over, Map.of());
    }
    KeyNames.leaves(own.root())
        .forEach(
            (key, value) -> {
              // What is no single value is refused by who reads it, with what is expected.
              if (isSingle(value)) {
                keep(over + "." + key, own.getString(key));
              }
            });
    Config all =
        ConfigFiles.overrides(set).withFallback(own).withFallback(config.withoutPath(without));
    return new ConfigReader(all.withFallback(defaults), defaults);
  }

  /** Returns what was expected of each key that was read, as messages and documents say it. */
  Map<String, String> expectations() {
    return Map.copyOf(expectations);
  }

  String rendered() {
    return render(ConfigFactory.parseMap(values));
  }

  static String render(Config config) {
    return config
        .root()
        .render(
            ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false));
  }

  @Override
  public String text(String key) {
    return keep(key, raw(key, "text"));
  }

  @Override
  public String optional(String key) {
    String value = raw(key, "text");
    return value.equals(defaults.getString(key)) ? value : keep(key, value);
  }

  @Override
  public List<String> optionalList(String key) {
    return split(optional(key));
  }

  /** Whether a key has another value than by default, wherever it stands. */
  boolean isChanged(String key) {
    return !value(key).unwrapped().toString().equals(defaults.getValue(key).unwrapped().toString());
  }

  @Override
  public boolean isSet(String key) {
    if (!config.hasPath(key) || !defaults.hasPath(key)) {
      return config.hasPath(key);
    }
    ConfigValue value = config.getValue(key);
    ConfigValue usual = defaults.getValue(key);
    // Not by what was merged, which cannot be resolved by itself.
    return !value.equals(usual) || !value.origin().equals(usual.origin());
  }

  @Override
  public List<String> list(String key) {
    return split(text(key));
  }

  private static List<String> split(String texts) {
    return Arrays.stream(texts.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  @Override
  public boolean flag(String key) {
    String expected = "true or false";
    return switch (raw(key, expected).strip()) {
      case "true" -> keep(key, true);
      case "false" -> keep(key, false);
      default -> throw bad(key, expected);
    };
  }

  @Override
  public int integer(String key, Range range) {
    long value = whole(key, range);
    if (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      throw bad(key, expectations.get(key) + ", at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  @Override
  public long whole(String key, Range range) {
    String expected = ("a whole number " + range).strip();
    try {
      return keep(key, decimal(key, expected, range).longValueExact());
    } catch (ArithmeticException e) {
      throw bad(key, expected + " of at most 18 digits", e);
    }
  }

  @Override
  public double number(String key, Range range) {
    return keep(key, decimal(key, ("a number " + range).strip(), range).doubleValue());
  }

  private BigDecimal decimal(String key, String expected, Range range) {
    try {
      BigDecimal value = new BigDecimal(raw(key, expected).strip());
      if (range.contains(value.doubleValue())) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw bad(key, expected, e);
    }
    throw bad(key, expected);
  }

  @Override
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return choice(key, List.of(type.getEnumConstants()));
  }

  <E extends Enum<E>> E choice(String key, List<E> allowed) {
    List<String> labels = allowed.stream().map(ConfigReader::label).toList();
    return allowed.get(labels.indexOf(oneOf(key, labels)));
  }

  @Override
  public String oneOf(String key, List<String> allowed) {
    String expected = allowed.stream().collect(Collectors.joining(", ", "one of ", ""));
    String value = raw(key, expected);
    if (!allowed.contains(value)) {
      throw bad(key, expected);
    }
    return keep(key, value);
  }

  @Override
  public String parsed(String key, String expected, Function<String, ?> parser) {
    String value = raw(key, expected);
    try {
      var unused = parser.apply(value);
      return keep(key, value);
    } catch (UserErrorException e) {
      throw bad(key, expected, e);
    }
  }

  @Override
  public <T> T checked(String key, Supplier<T> settings) {
    try {
      return settings.get();
    } catch (UserErrorException e) {
      throw new ConfigErrorException("%s (%s)".formatted(e.getMessage(), place(key)), e);
    }
  }

  @Override
  public ConfigErrorException bad(String key, String expected) {
    return new ConfigErrorException(
        "%s is %s (%s): expected %s".formatted(key, shown(key), place(key), expected));
  }

  private ConfigErrorException bad(String key, String expected, Exception cause) {
    return new ConfigErrorException(bad(key, expected).getMessage(), cause);
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String raw(String key, String expected) {
    expectations.put(key, expected);
    if (!isSingle(value(key))) {
      throw bad(key, expected);
    }
    // Not the unwrapped value, which has forgotten whether it was written 1 or 1.0.
    return config.getString(key);
  }

  private static boolean isSingle(ConfigValue value) {
    return switch (value.valueType()) {
      case LIST, OBJECT, NULL -> false;
      case BOOLEAN, NUMBER, STRING -> true;
    };
  }

  private <T> T keep(String key, T value) {
    values.put(key, value);
    return value;
  }

  private String shown(String key) {
    return value(key).render(ConfigRenderOptions.concise());
  }

  private String place(String key) {
    return KeyNames.place(value(key).origin());
  }

  private ConfigValue value(String key) {
    // Not by getValue, which takes null for a missing key.
    ConfigValue value = config.root();
    for (String step : ConfigUtil.splitPath(key)) {
      value = value instanceof ConfigObject section ? section.get(step) : null;
    }
    if (value == null) {
      throw new IllegalStateException("no key " + key + " is documented with a default");
    }
    return value;
  }
}
