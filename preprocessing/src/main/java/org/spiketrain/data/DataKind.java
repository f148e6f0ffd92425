package org.spiketrain.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Registry.Named;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * A kind of data: what it is called, how its settings are read, its corpus made into frames, and
 * examples of it encoded when a model scores them. {@code data.kind} chooses one by its name.
 *
 * <p>A jar brings a kind by naming its class in {@code
 * META-INF/services/org.spiketrain.data.DataKind}. The kind's keys are in the section {@code
 * data.<name>}; {@link #reference} has all of them with defaults and documentation.
 */
public interface DataKind extends Named {
  /** Words for its examples and classes. */
  CorpusTerms terms();

  /**
   * HOCON with every key of the section {@code data.<name>}, below which it is put: its default,
   * and above it a comment that ends in {@code Expected:} and what {@link KeyReader} expects. Empty
   * for the kinds that {@code conf/reference.conf} documents.
   */
  default Optional<String> reference() {
    return Optional.empty();
  }

  /**
   * Reads the settings. Those of all kinds are read, so that a bad value is found also where
   * another kind is chosen.
   *
   * @param keys reads {@code data.<name>.<key>}
   */
  CorpusSettings settings(KeyReader keys, SharedSettings shared);

  /** Type of its part of the manifest. */
  Class<? extends Corpus> corpus();

  /** Completes a corpus as earlier versions of the kind wrote it. */
  default void complete(ObjectNode corpus) {}

  /**
   * The encoder in a model.
   *
   * @param entry what {@link Corpus#encoderEntry} gave
   * @throws UserErrorException if the model cannot score further examples
   */
  ExampleEncoder encoder(byte[] entry, TrainedModel model);

  /**
   * The encoder of a model of an earlier version, which did not have it whole.
   *
   * @param keys the configuration it was trained with
   * @throws UserErrorException if it does not say how its examples became frames
   */
  default ExampleEncoder formerEncoder(TrainedModel model, KeyReader keys) {
    throw new UserErrorException(
        "it does not say how %ss become its frames, as those of earlier versions: train it again with this version (%s)"
            .formatted(terms().example(), model.provenance().versions()));
  }

  /** Returns whether its examples come in files by split, so that none are assigned to splits. */
  default boolean comesSplit() {
    return false;
  }

  /** Returns whether its texts are spelled, so that n-grams of their letters can be compared. */
  default boolean isSpelled() {
    return false;
  }

  /** Returns whether its texts are sentences, so that n-grams of their words can be compared. */
  default boolean isWorded() {
    return false;
  }

  /** Returns whether reports draw the frames of an example, with the events they were made of. */
  default boolean isDrawn() {
    return false;
  }

  /** The column of frames by which a report names an example. */
  default String shownColumn() {
    return "original";
  }
}
