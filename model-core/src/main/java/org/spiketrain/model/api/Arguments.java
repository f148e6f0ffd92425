package org.spiketrain.model.api;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spiketrain.model.UserErrorException;

/** Checked values of declared parameters, as a {@link Factory} gets them. */
public final class Arguments {
  private final Map<String, Object> values = new HashMap<>();
  private final Set<String> written = new HashSet<>();

  private Arguments() {}

  /**
   * Reads what is written by what is declared; positional arguments are those of the first
   * parameters.
   *
   * @throws UserErrorException if an argument is unknown, missing, given twice or not as declared
   */
  public static Arguments read(Spec spec, List<Parameter<?>> declared) {
    Map<String, String> written = new HashMap<>(spec.named());
    if (spec.positional().size() > declared.size()) {
      throw new UserErrorException(
          "%d arguments are more than it has".formatted(spec.positional().size()));
    }
    for (int k = 0; k < spec.positional().size(); k++) {
      if (written.put(declared.get(k).name(), spec.positional().get(k)) != null) {
        throw new UserErrorException("%s is set twice".formatted(declared.get(k).name()));
      }
    }
    Arguments arguments = new Arguments();
    for (Parameter<?> parameter : declared) {
      arguments.put(parameter, written.remove(parameter.name()));
    }
    if (!written.isEmpty()) {
      List<String> names = declared.stream().map(Parameter::name).toList();
      throw Registry.unknown("parameter", written.keySet().iterator().next(), names);
    }
    return arguments;
  }

  private void put(Parameter<?> parameter, String text) {
    if (text != null) {
      written.add(parameter.name());
      values.put(parameter.name(), parameter.read(text));
    } else if (parameter.isRequired()) {
      throw new UserErrorException(
          "%s is missing, %s".formatted(parameter.name(), parameter.expected()));
    } else {
      parameter.defaultValue().ifPresent(value -> values.put(parameter.name(), value));
    }
  }

  /** Returns whether a parameter's value is written, be it its default or not. */
  public boolean isWritten(Parameter<?> parameter) {
    return written.contains(parameter.name());
  }

  /**
   * The value of a parameter that is required or has a default.
   *
   * @throws IllegalArgumentException if it was not declared, or is optional and not there
   */
  public <T> T get(Parameter<T> parameter) {
    return find(parameter)
        .orElseThrow(
            () -> new IllegalArgumentException("No value of %s".formatted(parameter.name())));
  }

  /** The value of a parameter; empty where it is optional and not written. */
  @SuppressWarnings("unchecked") // values come from the parameter of that name alone
  public <T> Optional<T> find(Parameter<T> parameter) {
    return Optional.ofNullable((T) values.get(parameter.name()));
  }
}
