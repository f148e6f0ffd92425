package org.spiketrain.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.config.ExperimentConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option {@code -D}, on every command that has a configuration. */
final class Overrides {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      converter = KeyValue.Converter.class,
      description = {
        "Set a key of the configuration, as in -D data.path=names/; repeatable.",
        "conf/reference.conf lists every key."
      })
  private List<KeyValue> values = new ArrayList<>();

  /** These, and leave to replace earlier outputs. */
  Overrides replacingOutput() {
    return and(Map.of("output.overwrite", "true"));
  }

  /** These and more, which go before them. */
  Overrides and(Map<String, String> others) {
    Overrides more = new Overrides();
    more.values.addAll(values);
    others.forEach((key, value) -> more.values.add(new KeyValue(key, value)));
    return more;
  }

  boolean contain(String key) {
    return values.stream().anyMatch(value -> value.key().equals(key));
  }

  ExperimentConfig over(String file) {
    return ExperimentConfig.load(file, byKey());
  }

  ExperimentConfig overDefaults() {
    return ExperimentConfig.defaults(byKey());
  }

  /** Of several values for a key the last one counts. */
  private Map<String, String> byKey() {
    Map<String, String> byKey = new LinkedHashMap<>();
    values.forEach(value -> byKey.put(value.key(), value.value()));
    return byKey;
  }

  /**
   * A key and its value, as {@code -D} sets it.
   *
   * @param key a key of the configuration, not checked
   * @param value its value, as it was written
   */
  record KeyValue(String key, String value) {
    /** Takes {@code key=value} apart at its first equals sign. */
    static final class Converter implements ITypeConverter<KeyValue> {
      @Override
      public KeyValue convert(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
          throw new TypeConversionException(
              "expected KEY=VALUE, as in -D training.epochs=10, not \"%s\"".formatted(text));
        }
        return new KeyValue(text.substring(0, equals), text.substring(equals + 1));
      }
    }
  }
}
