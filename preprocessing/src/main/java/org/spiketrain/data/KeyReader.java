package org.spiketrain.data;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spiketrain.model.api.Range;

/**
 * Checked values of a configuration by their whole keys, such as {@code data.toy.size}. What is
 * refused is named with the file and line where it stands.
 */
public interface KeyReader {
  /** Returns whether the configuration itself has a key, so that no default is read. */
  boolean isSet(String key);

  /** A text as it is written. */
  String text(String key);

  /**
   * A text that goes into stored configurations only where it is not the default, so that models of
   * experiments without it stay as they were.
   */
  String optional(String key);

  /** A {@link #list} that is stored as {@link #optional} texts are. */
  List<String> optionalList(String key);

  /** Texts with commas between them; blank ones are left out. */
  List<String> list(String key);

  /** True or false. */
  boolean flag(String key);

  /** A whole number of at most 32 bits. */
  int integer(String key, Range range);

  /** A whole number. */
  long whole(String key, Range range);

  /** A number. */
  double number(String key, Range range);

  /** One of an enum's constants, written in lower case with hyphens. */
  <E extends Enum<E>> E choice(String key, Class<E> type);

  /** One of some texts. */
  String oneOf(String key, List<String> allowed);

  /**
   * A text that a parser of its own takes apart.
   *
   * @param expected what it must be, as messages and documentation say it
   * @param parser throws {@link org.spiketrain.model.UserErrorException} where it is not that
   */
  String parsed(String key, String expected, Function<String, ?> parser);

  /**
   * Settings that check themselves; what they refuse is blamed on a key.
   *
   * @param settings throws {@link org.spiketrain.model.UserErrorException} where they cannot be
   */
  <T> T checked(String key, Supplier<T> settings);

  /**
   * The refusal of a value.
   *
   * @param expected what should stand there instead
   */
  RuntimeException bad(String key, String expected);
}
