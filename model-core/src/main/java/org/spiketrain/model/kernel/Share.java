package org.spiketrain.model.kernel;

/**
 * One thread's part of numbered pieces of work.
 *
 * @param member position of the thread
 * @param members number of threads
 */
record Share(int member, int members) {
  static final Share ALL = new Share(0, 1);

  boolean has(int piece) {
    return piece % members == member;
  }
}
