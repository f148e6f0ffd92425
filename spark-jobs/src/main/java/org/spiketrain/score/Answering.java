package org.spiketrain.score;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @param none whether even that one is too improbable to be the answer
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(float[] probabilities, int[] ranked, boolean none) {}

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
    return known.find(text).orElseGet(() -> texts(List.of(text)).get(text));
  }

  /** The answers to some names or sentences: together they cost less than one by one. */
  Map<String, Answered> texts(Collection<String> texts) {
    Map<String, Answered> answers = new HashMap<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (String text : texts) {
      known.find(text).ifPresentOrElse(kept -> answers.put(text, kept), () -> unknown.add(text));
    }
    List<String> asked = List.copyOf(unknown);
    List<Answered> answered = read(asked.stream().map(model::read).toList());
    for (int k = 0; k < asked.size(); k++) {
      answers.put(asked.get(k), answered.get(k));
      known.keep(asked.get(k), answered.get(k));
    }
    return answers;
  }

  /** The answer to what was read already. */
  Answered read(Reading reading) {
    return read(List.of(reading)).get(0);
  }

  private List<Answered> read(List<Reading> readings) {
    List<SpikeFrames> inputs =
        readings.stream().flatMap(reading -> reading.frames().stream()).toList();
    Iterator<float[]> outputs = Arrays.asList(model.classifier().probabilities(inputs)).iterator();
    return readings.stream()
        .map(
            reading ->
                reading.frames().isPresent()
                    ? new Answered(answer(outputs.next()), "", reading.cut())
                    : Answered.unusable(reading.problem()))
        .toList();
  }

  private Answer answer(float[] probabilities) {
    return new Answer(
        probabilities,
        TopClasses.of(probabilities, probabilities.length),
        model.isNone(probabilities));
  }
}
