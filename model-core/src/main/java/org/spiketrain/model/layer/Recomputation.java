package org.spiketrain.model.layer;

import java.io.Serializable;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.kernel.RecurrentKernel;

/**
 * Into how many segments of time trainings cut the sequences of recurrent layers, of which they
 * keep one at a time and run the others again; see {@link RecurrentKernel}. It changes no result
 * but by the rounding of sums, so that a training may go on with another one.
 *
 * @param segments their number; 0 keeps all steps, as 1 does, and -1 takes what the memory asks for
 */
public record Recomputation(int segments) implements Serializable {
  /** What a configuration may say. */
  public static final String EXPECTED = "auto, or a whole number from 0 to 65536";

  /** Keeps all steps. */
  public static final Recomputation NONE = new Recomputation(0);

  /** The fewest segments with which a training step fits into the memory. */
  public static final Recomputation AUTO = new Recomputation(-1);

  private static final int MOST = 65_536;

  /** A layer that can run segments again. */
  interface Runner {
    /** Cuts sequences into so many segments from the next forward pass on. */
    void recompute(int segments);
  }

  /**
   * Reads what a configuration says.
   *
   * @throws UserErrorException if it is nothing like that
   */
  public static Recomputation parse(String written) {
    String text = written.strip();
    if (text.equals("auto")) {
      return AUTO;
    }
    // Without a sign, and short enough to be read.
    int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    if (number > MOST) {
      throw new UserErrorException("'%s' is not %s".formatted(written, EXPECTED));
    }
    return new Recomputation(number);
  }

  /**
   * The plan of a network's steps with as many segments as this says.
   *
   * @param whole the plan without any
   * @param available bytes off the heap
   */
  public MemoryPlan plan(MemoryPlan whole, int timeSteps, int batch, long available) {
    return equals(AUTO)
        ? whole.fitting(timeSteps, batch, available)
        : whole.cut(Math.max(1, segments));
  }

  /** Lets a network's layers train as a plan says. */
  public static void use(MultiLayerNetwork network, MemoryPlan plan) {
    for (Layer layer : network.getLayers()) {
      if (layer instanceof Runner runner) {
        runner.recompute(plan.segments());
      }
    }
  }
}
