package org.spiketrain.model.api;

import java.util.List;

/**
 * Brings entries of a {@link Registry}. An implementation is a public class with a public
 * constructor without parameters; its jar names it in {@code META-INF/services/}, in a file called
 * like the interface for its kind, for example {@code
 * META-INF/services/org.spiketrain.model.api.SurrogateProvider}.
 *
 * @param <E> kind of entry
 */
public interface Provider<E extends Registry.Named> {
  /** The entries, in any order; called once by registry and class loader. */
  List<E> entries();
}
