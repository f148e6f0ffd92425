package org.spiketrain.pipeline;

/**
 * Which errors are of a whole program, and which of one of several works in it. Memory that runs
 * out or a stack that is too deep is given back when the work ends, and a class that is not there
 * others may not need.
 */
final class FatalErrors {
  private FatalErrors() {}

  /** Throws an error again after which nothing of this program can be relied on. */
  static void rethrow(Throwable e) {
    if (e instanceof ThreadDeath death) {
      throw death;
    }
    if (e instanceof VirtualMachineError error
        && !(e instanceof OutOfMemoryError || e instanceof StackOverflowError)) {
      throw error;
    }
  }
}
