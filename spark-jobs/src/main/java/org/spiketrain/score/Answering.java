package org.spiketrain.score;

import java.io.Serializable;
import org.spiketrain.data.Reading;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.TopClasses;

/**
 * A model at work on an executor. Lists of names repeat themselves: a text that was answered lately
 * is neither encoded nor computed again, whatever task meets it. Safe for several threads.
 */
public final class Answering implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bytes of the texts and answers that are kept. */
  private static final long MOST_BYTES = 64L << 20;

  /** Bytes of the objects around a text and its answer, about. */
  private static final int OBJECTS = 200;

  private final ScoringModel model;
  private final transient RecentlyUsed<String, Answered> known;

  /**
   * An answer; its arrays are not to be changed.
   *
   * @param probabilities of the classes, in their order
   * @param ranked numbers of all classes, the most probable first
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(float[] probabilities, int[] ranked) {}

  /**
   * What became of something that was to be scored.
   *
   * @param answer null if it cannot be scored
   * @param problem why it cannot, empty if it can
   * @param cut whether its beginning alone was scored
   */
  public record Answered(Answer answer, String problem, boolean cut) {
    /** Of something that cannot be scored. */
    static Answered unusable(String problem) {
      return new Answered(null, problem, false);
    }

    /** Whether there is an answer. */
    public boolean isScored() {
      return answer != null;
    }
  }

  public Answering(ScoringModel model) {
    this.model = model;
    this.known =
        new RecentlyUsed<>(
            MOST_BYTES,
            kept -> OBJECTS + 2L * kept.getKey().length() + 8L * model.classes().size());
  }

  private Object readResolve() {
    return new Answering(model);
  }

  /** The model. */
  public ScoringModel model() {
    return model;
  }

  /** The answer to a name or sentence. */
  public Answered text(String text) {
    return known.get(text, unknown -> read(model.read(unknown)));
  }

  /** The answer to what was read already. */
  Answered read(Reading reading) {
    return reading
        .frames()
        .map(frames -> new Answered(answer(frames), "", reading.cut()))
        .orElseGet(() -> new Answered(null, reading.problem(), reading.cut()));
  }

  private Answer answer(SpikeFrames input) {
    float[] probabilities = model.classifier().probabilitiesOf(input);
    return new Answer(probabilities, TopClasses.of(probabilities, probabilities.length));
  }
}
