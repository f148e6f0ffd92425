package org.spiketrain.model.kernel;

/** Lays an input of events out densely, for those who want its product as a whole. */
final class DenseEvents {
  private final NativeBuffer dense = new NativeBuffer();

  /**
   * Spreads out the events.
   *
   * @param events channel numbers from 1, 0 for none, [T, B, events]
   * @param channels channels that are read
   * @return how often each channel occurs, [T, B, channels]; valid until the next call
   */
  NativeRows of(SequenceShape shape, NativeRows events, int channels) {
    int rows = shape.timeSteps() * shape.batch();
    dense.reserve((long) rows * channels);
    NativeRows spread = new NativeRows(dense.at(0), (long) rows * channels, channels, 0);
    float[] numbers = new float[events.width()];
    for (int row = 0; row < rows; row++) {
      events.load(row, numbers);
      float[] counts = new float[channels];
      for (float number : numbers) {
        if (number > 0f && number <= channels) {
          counts[(int) number - 1] += 1f;
        }
      }
      spread.store(row, counts);
    }
    return spread;
  }
}
