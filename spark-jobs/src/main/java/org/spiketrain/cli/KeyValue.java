package org.spiketrain.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What stands behind a {@code -D}.
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
