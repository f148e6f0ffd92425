package org.spiketrain.data;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * The part of a {@link Manifest} that is of one kind of data: a record that Jackson writes and
 * reads, in the manifest with its {@code kind} beside it. Methods take that manifest as {@code
 * frames}, and the folder of the frames as {@code folder}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface Corpus {
  /** Name of the kind. */
  String kind();

  /** Words for its examples and classes. */
  default CorpusTerms terms() {
    return DataKinds.get(kind()).terms();
  }

  /**
   * Keys that decided the frames, with their values, as {@link CorpusSettings#keys} has them.
   *
   * @param frames the manifest that this is a part of
   */
  Map<String, Object> keys(Configuration conf, Manifest frames);

  /**
   * Returns whether a key of {@link #keys} only says where the data lie, so that data that come
   * later have another.
   */
  default boolean isOfThePlace(String key) {
    return FrameKeys.isOfThePlace(key);
  }

  /** Seed of its split; 0 where it came split. */
  default long seed() {
    return 0;
  }

  /**
   * All that {@link DataKind#encoder} needs to encode further examples as these were, as JSON; it
   * goes into model files.
   */
  byte[] encoderEntry();

  /**
   * What else than {@link #encoderEntry} must be the same where examples of several frames are read
   * by one network: a fingerprint of their vocabulary; empty where there is none.
   */
  default String vocabulary() {
    return "";
  }

  /**
   * Returns the reason why a model cannot read the frames, apart from its classes; empty if it can.
   *
   * @param folder folder of the frames
   */
  default Optional<String> misfit(
      TrainedModel model, Configuration conf, Manifest frames, Path folder) {
    return Optional.empty();
  }

  /**
   * Sentences worth knowing in a report, besides where the data came from.
   *
   * @param frames the manifest that this is a part of
   */
  List<String> notes(Manifest frames);

  /**
   * Lines to show when the frames have been made, besides the numbers of examples.
   *
   * @param frames the manifest that this is a part of
   */
  List<String> summary(Manifest frames);

  /** Number of channels of n-grams up to length 1, 2 and so on; empty without n-grams. */
  default List<Integer> ngramChannels() {
    return List.of();
  }

  /** What a channel stands for, such as a letter; its number where there is no better name. */
  default String channelName(int channel) {
    return "channel " + channel;
  }

  /** Returns whether its language sets words apart by spaces, as Chinese does not. */
  default boolean hasSpaces() {
    return true;
  }

  /** Words of a sentence that share its channels equally; 0 where there are none. */
  default int sentenceWords() {
    return 0;
  }

  /**
   * Encoding of the frames' words into a network's input, where frames hold numbers of words.
   *
   * @param folder folder of the frames
   */
  default Optional<Sentences> sentences(Configuration conf, Manifest frames, Path folder) {
    return Optional.empty();
  }

  /**
   * The events that an example was made of, if they can be read again.
   *
   * @param source where they stand, as the frames say
   * @param scratch path for a file, where there is nothing; nothing stays there
   */
  default Optional<RawRecording> recorded(
      Configuration conf, Manifest frames, Example example, String source, Path scratch) {
    return Optional.empty();
  }
}
