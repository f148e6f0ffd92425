package org.spiketrain.score;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Keeps values that were asked for lately. There are two generations: where the younger is full it
 * becomes the older one, and what is asked for of that is young again. So nothing needs a lock to
 * be found. Safe for several threads.
 */
final class RecentlyUsed<K, V> {
  /** The values of one time. */
  private static final class Generation<K, V> {
    final Map<K, V> values = new ConcurrentHashMap<>();
    final AtomicLong size = new AtomicLong();
  }

  private final long most;
  private final ToLongFunction<Map.Entry<K, V>> size;
  private volatile Generation<K, V> young = new Generation<>();
  private volatile Generation<K, V> old = new Generation<>();

  /**
   * @param most size of all that is kept
   * @param size of one key with its value, in the same measure
   */
  RecentlyUsed(long most, ToLongFunction<Map.Entry<K, V>> size) {
    this.most = most;
    this.size = size;
  }

  /** The value of a key, if it is kept. */
  Optional<V> find(K key) {
    V kept = young.values.get(key);
    if (kept == null) {
      kept = old.values.get(key);
      if (kept != null) {
        keep(key, kept);
      }
    }
    return Optional.ofNullable(kept);
  }

  /** Keeps a value; a key has always the same. */
  void keep(K key, V value) {
    Generation<K, V> now = young;
    if (now.values.putIfAbsent(key, value) == null
        && now.size.addAndGet(size.applyAsLong(Map.entry(key, value))) > most / 2) {
      retire(now);
    }
  }

  private synchronized void retire(Generation<K, V> full) {
    if (young == full) {
      old = full;
      young = new Generation<>();
    }
  }
}
