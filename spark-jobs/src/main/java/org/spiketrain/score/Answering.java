package org.spiketrain.score;

import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.TopClasses;

/**
 * A model at work on an executor. Lists of names repeat themselves: an input that was answered
 * lately is not computed again, whatever task meets it. Safe for several threads.
 */
public final class Answering implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Numbers of the inputs and answers that are kept, of 4 bytes each. */
  private static final long MOST_NUMBERS = 16L << 20;

  private final ScoringModel model;
  private transient Map<SpikeFrames, Answer> answered;
  private transient long numbers;

  /**
   * An answer; its arrays are not to be changed.
   *
   * @param probabilities of the classes, in their order
   * @param ranked numbers of all classes, the most probable first
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(float[] probabilities, int[] ranked) {}

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

  /** The answer to an input. */
  public Answer answer(SpikeFrames input) {
    Answer known = known(input);
    if (known != null) {
      return known;
    }
    float[] probabilities = model.classifier().probabilitiesOf(input);
    Answer answer = new Answer(probabilities, TopClasses.of(probabilities, probabilities.length));
    keep(input, answer);
    return answer;
  }

  private synchronized Answer known(SpikeFrames input) {
    return answered.get(input);
  }

  private synchronized void keep(SpikeFrames input, Answer answer) {
    if (answered.putIfAbsent(input, answer) == null) {
      numbers += numbers(input, answer);
    }
    if (numbers > MOST_NUMBERS) {
      Iterator<Map.Entry<SpikeFrames, Answer>> eldest = answered.entrySet().iterator();
      while (numbers > MOST_NUMBERS) {
        Map.Entry<SpikeFrames, Answer> entry = eldest.next();
        numbers -= numbers(entry.getKey(), entry.getValue());
        eldest.remove();
      }
    }
  }

  private static long numbers(SpikeFrames input, Answer answer) {
    return 2L * input.entries() + input.timeSteps() + 2L * answer.ranked.length;
  }
}
