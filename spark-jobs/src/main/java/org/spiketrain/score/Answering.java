package org.spiketrain.score;

import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * A model at work on an executor. Lists of names repeat themselves: an input that was answered
 * lately is not computed again, whatever task meets it. Safe for several threads.
 */
public final class Answering implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Numbers of the inputs and answers that are kept, of 4 bytes each. */
  private static final long MOST_NUMBERS = 16L << 20;

  private final ScoringModel model;
  private transient Map<SpikeFrames, float[]> answered;
  private transient long numbers;

  public Answering(ScoringModel model) {
    this.model = model;
    this.answered = new LinkedHashMap<>(16, 0.75f, true);
  }

  private Object readResolve() {
    return new Answering(model);
  }

  /** The model. */
  public ScoringModel model() {
    return model;
  }

  /** Probabilities of the classes; not to be changed. */
  public float[] probabilities(SpikeFrames input) {
    float[] known = known(input);
    if (known != null) {
      return known;
    }
    float[] probabilities = model.classifier().probabilitiesOf(input);
    keep(input, probabilities);
    return probabilities;
  }

  private synchronized float[] known(SpikeFrames input) {
    return answered.get(input);
  }

  private synchronized void keep(SpikeFrames input, float[] probabilities) {
    if (answered.putIfAbsent(input, probabilities) == null) {
      numbers += numbers(input, probabilities);
    }
    Iterator<Map.Entry<SpikeFrames, float[]>> eldest = answered.entrySet().iterator();
    while (numbers > MOST_NUMBERS) {
      Map.Entry<SpikeFrames, float[]> entry = eldest.next();
      numbers -= numbers(entry.getKey(), entry.getValue());
      eldest.remove();
    }
  }

  private static long numbers(SpikeFrames input, float[] probabilities) {
    return 2L * input.entries() + input.timeSteps() + probabilities.length;
  }
}
