package org.spiketrain.model.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.spiketrain.model.UserErrorException;

/**
 * Finds entries by name, those of this library and those of other jars alike, through {@link
 * ServiceLoader}. It looks by its own class loader and by the context class loader of the calling
 * thread, which on Spark's driver and executors is the one that knows {@code --jars}.
 *
 * @param <E> kind of entry
 */
public final class Registry<E extends Registry.Named> {
  /** An entry: something that settings choose by its name. */
  public interface Named {
    /** Name in lower case with hyphens, such as {@code fast-sigmoid}; unique in its registry. */
    String name();
  }

  private static final int MOST_EDITS = 3;

  private final String kind;
  private final Function<ClassLoader, List<Found<E>>> services;

  /** Entries by the context class loader that asked last; loaders seldom change. */
  private volatile Loaded<E> loaded;

  private record Found<E>(E entry, Class<?> by) {}

  private record Loaded<E>(ClassLoader context, Map<String, Found<E>> byName) {}

  private Registry(String kind, Function<ClassLoader, List<Found<E>>> services) {
    this.kind = kind;
    this.services = services;
  }

  /**
   * A registry of what providers bring.
   *
   * @param kind word for an entry in messages, such as {@code surrogate}
   * @param service interface of the providers
   */
  public static <E extends Named> Registry<E> ofProviders(
      String kind, Class<? extends Provider<E>> service) {
    return of(kind, service, Provider::entries);
  }

  /**
   * A registry of services that are entries themselves.
   *
   * @param kind word for an entry in messages
   * @param service interface of the entries
   */
  public static <E extends Named> Registry<E> ofServices(String kind, Class<E> service) {
    return of(kind, service, entry -> List.of(entry));
  }

  private static <E extends Named, S> Registry<E> of(
      String kind, Class<? extends S> service, Function<S, List<E>> entries) {
    return new Registry<>(
        kind,
        loader -> {
          List<Found<E>> found = new ArrayList<>();
          for (S by : load(service, loader)) {
            entries.apply(by).forEach(entry -> found.add(new Found<>(entry, by.getClass())));
          }
          return found;
        });
  }

  /** All of a loader; none where the loader knows another class by the service's name. */
  private static <S> List<S> load(Class<? extends S> service, ClassLoader loader) {
    try {
      if (loader == null || loader.loadClass(service.getName()) != service) {
        return List.of();
      }
    } catch (ClassNotFoundException e) {
      return List.of();
    }
    List<S> all = new ArrayList<>();
    ServiceLoader.load(service, loader).forEach(all::add);
    return all;
  }

  /** Word for an entry in messages. */
  public String kind() {
    return kind;
  }

  /**
   * The entry of a name.
   *
   * @throws UserErrorException if there is none, listing all names and the nearest; or if a jar's
   *     entries cannot be loaded, or two classes bring the same name
   */
  public E get(String name) {
    Map<String, Found<E>> byName = byName();
    Found<E> found = byName.get(name);
    if (found == null) {
      throw unknown(kind, name, byName.keySet());
    }
    return found.entry();
  }

  /** Returns whether there is an entry of that name. */
  public boolean has(String name) {
    return byName().containsKey(name);
  }

  /** All entries by ascending name. */
  public Collection<E> all() {
    return byName().values().stream().map(Found::entry).toList();
  }

  /** Names of the packages of the classes that bring entries. */
  public Set<String> packages() {
    return byName().values().stream()
        .map(found -> found.by().getPackageName())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Map<String, Found<E>> byName() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    Loaded<E> current = loaded;
    if (current == null || current.context() != context) {
      current = new Loaded<>(context, find(context));
      loaded = current;
    }
    return current.byName();
  }

  private Map<String, Found<E>> find(ClassLoader context) {
    Map<String, Found<E>> byName = new TreeMap<>();
    ClassLoader own = Registry.class.getClassLoader();
    List<Found<E>> here = services(own);
    here.forEach(found -> add(found, byName));
    if (context != own) {
      Set<String> seen = here.stream().map(f -> f.by().getName()).collect(Collectors.toSet());
      services(context).stream()
          .filter(found -> !seen.contains(found.by().getName()))
          .forEach(found -> add(found, byName));
    }
    return byName;
  }

  private List<Found<E>> services(ClassLoader loader) {
    try {
      return services.apply(loader);
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new UserErrorException(
          "Cannot load what the jars on the class path bring of kind %s: %s"
              .formatted(kind, e.getMessage()),
          e);
    }
  }

  private void add(Found<E> found, Map<String, Found<E>> byName) {
    Found<E> other = byName.putIfAbsent(found.entry().name(), found);
    if (other != null) {
      throw new UserErrorException(
          "Two classes bring the %s '%s': %s and %s; remove one of their jars"
              .formatted(kind, found.entry().name(), other.by().getName(), found.by().getName()));
    }
  }

  /** An unknown name: the message lists what there is, and the nearest. */
  static UserErrorException unknown(String kind, String written, Collection<String> names) {
    String nearest = nearest(written, names).map("; did you mean %s?"::formatted).orElse("");
    return new UserErrorException(
        "Unknown %s '%s': expected one of %s%s"
            .formatted(kind, written, String.join(", ", names), nearest));
  }

  /** The name with the fewest edits from {@code written}; empty if all need more than three. */
  private static Optional<String> nearest(String written, Collection<String> names) {
    return names.stream()
        .filter(name -> edits(written, name) <= Math.min(MOST_EDITS, name.length() / 2 + 1))
        .min(Comparator.comparingInt((String name) -> edits(written, name)).thenComparing(n -> n));
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
      }
      before = row;
    }
    return before[b.length()];
  }
}
