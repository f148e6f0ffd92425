package org.spiketrain.score;

/** Watches a stream that is scored. */
@FunctionalInterface
public interface StreamListener {
  /**
   * A micro-batch that is done.
   *
   * @param version of the model that scored it
   * @param rejected rows that could not be scored
   * @param seconds that it took
   */
  record Batch(long number, String version, long scored, long rejected, double seconds) {}

  void batch(Batch batch);
}
