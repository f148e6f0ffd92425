package org.spiketrain.data;

import java.util.Collection;
import java.util.stream.Collectors;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Registry;

/** The kinds of data that there are, those of other jars too. */
public final class DataKinds {
  private static final Registry<DataKind> ALL = Registry.ofServices("kind of data", DataKind.class);

  private DataKinds() {}

  /** The kind of a name, or a {@link UserErrorException} that says how to add one. */
  public static DataKind get(String name) {
    if (!ALL.has(name)) {
      throw new UserErrorException(
          "There is no kind of data \"%s\" here, only %s: add the jar that brings it with --jars"
              .formatted(
                  name, all().stream().map(DataKind::name).collect(Collectors.joining(", "))));
    }
    return ALL.get(name);
  }

  /**
   * The kind of what lies in a file.
   *
   * @param file what the message calls it
   * @throws UserErrorException if there is none of that name, saying how to add one
   */
  public static DataKind of(String file, String name) {
    try {
      return get(name);
    } catch (UserErrorException e) {
      throw new UserErrorException(
          "%s is of data of kind \"%s\". %s".formatted(file, name, e.getMessage()), e);
    }
  }

  /** All kinds by ascending name. */
  public static Collection<DataKind> all() {
    return ALL.all();
  }
}
