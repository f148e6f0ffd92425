package org.spiketrain.model.zoo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.spiketrain.model.encode.LetterEncoder;

/**
 * Provenance of a model: enough to use it, and to train it again.
 *
 * @param format version of the model file, {@link #FORMAT} or {@link #COMMITTEE_FORMAT}
 * @param kind name of the kind of data it was trained on, such as {@code names}
 * @param classes names of the classes in label order
 * @param input what makes the network's frames from a name; null for other kinds
 * @param network the network's settings
 * @param configuration the whole experiment's configuration, resolved, as HOCON
 * @param data the corpus behind the frames
 * @param framesFingerprint fingerprint of the frames it was trained on
 * @param seed seed of the training
 * @param versions the programs that trained it
 * @param training examples, rounds and workers of the training
 * @param metrics figures measured on it, by name
 * @param priors share of each class in the training, by its name; empty in models of earlier
 *     versions
 */
public record ModelProvenance(
    int format,
    String kind,
    List<String> classes,
    LetterEncoder.Settings input,
    NetworkSettings network,
    String configuration,
    Data data,
    String framesFingerprint,
    long seed,
    Map<String, String> versions,
    Map<String, Long> training,
    Map<String, Double> metrics,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> priors)
    implements Serializable {
  /** The version of a file of one network that this code writes and reads. */
  public static final int FORMAT = 1;

  /** The version of a committee's file; earlier versions would take its first member for all. */
  public static final int COMMITTEE_FORMAT = 2;

  /** All that this code reads. */
  static final List<Integer> FORMATS = List.of(FORMAT, COMMITTEE_FORMAT);

  /** Kinds of data by what earlier versions called their models. */
  private static final Map<String, String> FORMER =
      Map.of(
          "names-classifier", "names",
          "events-classifier", "events",
          "sentences-classifier", "text");

  /**
   * The corpus behind the frames.
   *
   * @param path where it was
   * @param fingerprint of its files
   * @param seed of its split; 0 where it came split
   */
  public record Data(String path, String fingerprint, long seed) implements Serializable {
    private static final Data UNKNOWN = new Data("", "", 0);
  }

  public ModelProvenance {
    kind = kind == null ? null : FORMER.getOrDefault(kind, kind);
    // Models of earlier versions do not say.
    data = data == null ? Data.UNKNOWN : data;
    priors = priors == null ? Map.of() : priors;
  }

  /** Provenance that does not say how frequent the classes were. */
  public ModelProvenance(
      int format,
      String kind,
      List<String> classes,
      LetterEncoder.Settings input,
      NetworkSettings network,
      String configuration,
      Data data,
      String framesFingerprint,
      long seed,
      Map<String, String> versions,
      Map<String, Long> training,
      Map<String, Double> metrics) {
    this(
        format,
        kind,
        classes,
        input,
        network,
        configuration,
        data,
        framesFingerprint,
        seed,
        versions,
        training,
        metrics,
        Map.of());
  }
}
