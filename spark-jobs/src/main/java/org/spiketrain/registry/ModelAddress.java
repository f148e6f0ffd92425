package org.spiketrain.registry;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * What stands in place of a model file: {@code models:/NAME@ALIAS}, {@code models:/NAME/NUMBER}, or
 * {@code models:/NAME}, which is the champion.
 *
 * @param alias that names the version, unless there is a number
 */
public record ModelAddress(String model, String alias, OptionalInt number) {
  private static final String SCHEME = "models:/";
  private static final Pattern PARTS =
      Pattern.compile("(?<model>[^@/]+)(@(?<alias>[^@/]+)|/(?<number>[1-9][0-9]{0,8}))?");

  /** Returns whether a text is meant for an address, be it well-formed or not. */
  public static boolean isOne(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads an address.
   *
   * @throws UserErrorException if it is none
   */
  public static ModelAddress parse(String text) {
    if (!isOne(text)) {
      throw noAddress(text);
    }
    return ofName(text.substring(SCHEME.length()), () -> noAddress(text));
  }

  /**
   * Reads what stands behind {@code models:/}.
   *
   * @throws UserErrorException if it is none
   */
  public static ModelAddress ofName(String text) {
    return ofName(
        text,
        () ->
            new UserErrorException(
                "\"%s\" names no version: write NAME, NAME@ALIAS or NAME/NUMBER".formatted(text)));
  }

  private static ModelAddress ofName(String text, Supplier<UserErrorException> none) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw none.get();
    }
    String number = parts.group("number");
    return new ModelAddress(
        Named.model(parts.group("model")),
        Named.alias(Optional.ofNullable(parts.group("alias")).orElse(ModelRegistry.CHAMPION)),
        number == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number)));
  }

  private static UserErrorException noAddress(String text) {
    return new UserErrorException(
        "\"%s\" is no address of a model: write models:/NAME@ALIAS, models:/NAME/NUMBER, or models:/NAME for its champion"
            .formatted(text));
  }

  /**
   * The version that it means now.
   *
   * @throws UserErrorException if there is no such model, alias or version
   */
  public ModelVersion in(ModelRegistry registry) {
    return number.isPresent()
        ? registry.version(model, number.getAsInt())
        : registry.required(model, alias);
  }

  @Override
  public String toString() {
    return SCHEME + model + (number.isPresent() ? "/" + number.getAsInt() : "@" + alias);
  }
}
