package org.spiketrain.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.config.ModelUse;
import org.spiketrain.sweep.SweepSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The option {@code -D}, on every command that has a configuration. */
final class Overrides {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      converter = KeyValueConverter.class,
      description =
          "Set a key of the configuration, as in -D data.path=names/; repeatable. conf/reference.conf lists every key.")
  private List<Map.Entry<String, String>> values = new ArrayList<>();

  boolean contain(String key) {
    return values.stream().anyMatch(value -> value.getKey().equals(key));
  }

  ExperimentConfig over(String file, Map<String, String> more) {
    Map<String, String> all = byKey();
    all.putAll(more);
    return ExperimentConfig.load(file, all);
  }

  SweepSettings sweep(String file) {
    return ExperimentConfig.sweep(file, byKey());
  }

  /** What a configuration, or the defaults, and further keys say of the use of models. */
  ModelUse modelUse(Optional<String> file, Map<String, String> more) {
    Map<String, String> all = byKey();
    all.putAll(more);
    return ModelUse.load(file, all);
  }

  /** Of several values for a key the last one counts. */
  private Map<String, String> byKey() {
    Map<String, String> byKey = new LinkedHashMap<>();
    values.forEach(value -> byKey.put(value.getKey(), value.getValue()));
    return byKey;
  }

  /** Takes {@code key=value} apart at its first equals sign; the key is not checked. */
  static final class KeyValueConverter implements ITypeConverter<Map.Entry<String, String>> {
    @Override
    public Map.Entry<String, String> convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException(
            "expected KEY=VALUE, as in -D training.epochs=10, not \"%s\"".formatted(text));
      }
      return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  /** The configuration that every command on an experiment takes. */
  static final class OfFile {
    @Parameters(
        paramLabel = "CONFIG",
        description =
            "Configuration: a local file, one that comes with Spiketrain (those in conf/, such as conf/names-best.conf, conf/ssc-best.conf and conf/text-mr.conf), or a path on any Hadoop file system.")
    private String file;

    @Mixin private Overrides overrides;

    ExperimentConfig loadWith(Map<String, String> values) {
      return overrides.over(file, values);
    }

    SweepSettings sweep() {
      return overrides.sweep(file);
    }
  }
}
