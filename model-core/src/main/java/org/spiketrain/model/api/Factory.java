package org.spiketrain.model.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spiketrain.model.UserErrorException;

/**
 * Makes plugged-in things of one kind from what settings say, for example a surrogate from {@code
 * erf(2)}. Reading, checking and documentation all come from the declared parameters.
 *
 * @param name name in the settings, lower case with hyphens
 * @param documentation one sentence on what is made, with its source in the literature
 * @param parameters declared parameters, positional arguments first
 * @param maker makes one of its checked arguments; throws {@link UserErrorException} where they do
 *     not fit together
 * @param <T> what is made
 */
public record Factory<T>(
    String name,
    String documentation,
    List<Parameter<?>> parameters,
    Function<Arguments, ? extends T> maker)
    implements Registry.Named {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /**
   * Checks the name and copies the list.
   *
   * @throws IllegalArgumentException if a name is not in lower case with hyphens or declared twice
   */
  public Factory {
    parameters = List.copyOf(parameters);
    requireName(name);
    parameters.forEach(parameter -> requireName(parameter.name()));
    if (parameters.stream().map(Parameter::name).distinct().count() < parameters.size()) {
      throw new IllegalArgumentException("%s declares a parameter twice".formatted(name));
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name '%s' is not in lower case with hyphens".formatted(name));
    }
  }

  /** Declares a factory in one line. */
  public static <T> Factory<T> of(
      String name,
      String documentation,
      Function<Arguments, ? extends T> maker,
      Parameter<?>... parameters) {
    return new Factory<>(name, documentation, List.of(parameters), maker);
  }

  /**
   * Reads a specification such as {@code spike-rate-escape(1, 25)} and makes what it says.
   *
   * @param registry the factories to choose from
   * @param written the specification
   * @throws UserErrorException if the name is unknown, or an argument is missing, unknown, or out
   *     of range
   */
  public static <T> T make(Registry<Factory<T>> registry, String written) {
    Spec spec = Spec.parse(written);
    Factory<T> factory = registry.get(spec.name());
    try {
      return factory.maker().apply(Arguments.read(spec, factory.parameters()));
    } catch (UserErrorException e) {
      throw new UserErrorException(
          "Cannot read %s '%s': %s; expected %s"
              .formatted(registry.kind(), written.strip(), e.getMessage(), factory.usage()),
          e);
    }
  }

  /**
   * Makes what a specification says, with common values of what it leaves out.
   *
   * @param common values of parameters that the factory may declare, by their names
   * @throws UserErrorException as {@link #make(Registry, String)} does
   */
  public static <T> T make(Registry<Factory<T>> registry, String written, Map<String, ?> common) {
    Spec spec = Spec.parse(written);
    List<Parameter<?>> declared = registry.get(spec.name()).parameters();
    for (int p = spec.positional().size(); p < declared.size(); p++) {
      String name = declared.get(p).name();
      if (common.containsKey(name) && !spec.named().containsKey(name)) {
        spec = spec.with(name, common.get(name));
      }
    }
    return make(registry, spec.toString());
  }

  /** The call with the names of required parameters, as in {@code erf(alpha)}. */
  public String usage() {
    String required =
        parameters.stream()
            .filter(Parameter::isRequired)
            .map(Parameter::name)
            .collect(Collectors.joining(", "));
    return required.isEmpty() ? name : "%s(%s)".formatted(name, required);
  }
}
