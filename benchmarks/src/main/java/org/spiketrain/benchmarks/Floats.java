package org.spiketrain.benchmarks;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;

/** Off-heap floats to compute with. */
public final class Floats {
  private Floats() {}

  /** So many zeros. */
  public static FloatPointer zeros(int size) {
    return new FloatPointer(new float[size]);
  }

  /** So many numbers drawn evenly from [-bound, bound). */
  public static FloatPointer uniform(int size, float bound, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return new FloatPointer(values);
  }
}
