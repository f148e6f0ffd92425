package org.spiketrain.model.frames;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Random changes of the training examples, drawn again each time an example is shown: what a
 * network sees twice is never quite the same.
 *
 * @param drop fraction of the entries left out, in [0, 1)
 * @param channelShift most channels by which an example is moved up or down as a whole, at least 0
 * @param channelJitter standard deviation, in channels, by which each entry is moved, at least 0
 * @param timeShift most time steps by which an example is moved as a whole, at least 0
 * @param timeJitter standard deviation, in time steps, by which each entry is moved, at least 0
 * @param timeStretch largest fraction by which an example is made faster or slower, in [0, 1)
 * @param blend fraction of the examples that are blended with another one of their class, each
 *     giving half of its entries; in [0, 1]
 */
public record Augmentation(
    double drop,
    int channelShift,
    double channelJitter,
    int timeShift,
    double timeJitter,
    double timeStretch,
    double blend)
    implements Serializable {
  /** Leaves examples as they are. */
  public static final Augmentation NONE = ofDrop(0);

  /** Leaves entries out and changes nothing else. */
  public static Augmentation ofDrop(double share) {
    return new Augmentation(share, 0, 0, 0, 0, 0, 0);
  }

  /** Returns whether entries may be moved, which requires a dense layout. */
  public boolean movesEntries() {
    return !equals(ofDrop(drop));
  }

  boolean blends(SplittableRandom random) {
    return blend > 0 && random.nextDouble() < blend;
  }

  /** Draws whether an entry is left out. */
  public boolean drops(SplittableRandom random) {
    return drop > 0 && random.nextDouble() < drop;
  }

  /** Draws what happens to one example as a whole. */
  Draw draw(SplittableRandom random) {
    return new Draw(
        channelShift == 0 ? 0 : random.nextInt(-channelShift, channelShift + 1),
        timeShift == 0 ? 0 : random.nextInt(-timeShift, timeShift + 1),
        timeStretch == 0 ? 1 : 1 + timeStretch * (2 * random.nextDouble() - 1));
  }

  final class Draw {
    private final int channels;
    private final int steps;
    private final double stretch;

    private Draw(int channels, int steps, double stretch) {
      this.channels = channels;
      this.steps = steps;
      this.stretch = stretch;
    }

    /** Returns the channel that an entry is moved to; outside of the channels it is lost. */
    int channel(int channel, SplittableRandom random) {
      return channel + channels + jitter(channelJitter, random);
    }

    /** Returns the time step that an entry is moved to; outside of the example it is lost. */
    int step(int step, SplittableRandom random) {
      int stretched = stretch == 1 ? step : (int) Math.floor((step + 0.5) * stretch);
      return stretched + steps + jitter(timeJitter, random);
    }

    private static int jitter(double deviation, SplittableRandom random) {
      return deviation == 0 ? 0 : (int) Math.round(deviation * random.nextGaussian());
    }
  }
}
