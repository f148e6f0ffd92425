package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.events.EventFile;
import org.spiketrain.data.events.EventFolder;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventsCorpus;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.names.NamesCorpus;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.data.text.TextCorpus;
import org.spiketrain.data.text.TextEncoding;
import org.spiketrain.data.text.TextFiles;
import org.spiketrain.data.text.TextSettings;
import org.spiketrain.data.text.TextSplit;
import org.spiketrain.data.text.WordTable;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.train.TrainingJob;

/** Keeps frames from being used with what they were not made for. */
final class FrameCompatibility {
  private static final Logger LOG = LoggerFactory.getLogger(FrameCompatibility.class);
  private static final String NOTHING = "(none)";

  private FrameCompatibility() {}

  /**
   * Checks that frames are what the configuration asks for.
   *
   * @throws UserErrorException if their corpus, or what decides how it becomes frames, differs
   */
  static void check(Configuration conf, Manifest frames, CorpusSettings wanted, Path folder) {
    Map<String, Object> made = keys(conf, frames);
    List<String> differences = new ArrayList<>();
    keys(conf, wanted, frames.corpus())
        .forEach(
            (key, value) -> {
              if (!value.equals(made.get(key))) {
                differences.add(
                    "%s %s instead of %s".formatted(key, made.getOrDefault(key, NOTHING), value));
              }
            });
    if (!differences.isEmpty()) {
      throw new UserErrorException(
          "The frames in %s were not made with this configuration but with %s: preprocess again, or use the configuration they were made with"
              .formatted(folder, String.join(", ", differences)));
    }
  }

  /**
   * Checks that a model can read frames and answers with their classes.
   *
   * @throws UserErrorException if its letters or classes differ from theirs
   */
  static void check(Manifest frames, Path folder, ModelProvenance model, Path file) {
    if (!model.kind().equals(TrainingJob.kind(frames))) {
      throw new UserErrorException(
          "Model %s is of kind %s, but the frames in %s are of %ss: evaluate on frames preprocessed as the model's were"
              .formatted(file, model.kind(), folder, CorpusTerms.of(frames.corpus()).example()));
    }
    if (frames.corpus() instanceof NamesCorpus names && !names.letters().equals(model.input())) {
      throw new UserErrorException(
          "Model %s was trained on frames of other letters, markers or n-grams than those in %s: evaluate on frames preprocessed as the model's were"
              .formatted(file, folder));
    }
    if (!frames.classes().equals(model.classes())) {
      throw new UserErrorException(
          "Model %s knows the classes %s, but the frames in %s have %s: use frames with the model's classes"
              .formatted(file, model.classes(), folder, frames.classes()));
    }
  }

  /**
   * Checks that a model of sentences knows the words of frames by the same numbers.
   *
   * @throws UserErrorException if it does not, or one has words and the other spikes
   */
  static void checkWords(
      Configuration conf, Manifest frames, Path folder, TrainedModel model, Path file) {
    if (!(frames.corpus() instanceof TextCorpus text)) {
      return;
    }
    boolean words = text.encoding().frames() == TextEncoding.Stored.RATES;
    boolean same =
        words
            ? model
                .sentences()
                .filter(own -> own.vocabulary().equals(WordTable.read(conf, folder).words()))
                .isPresent()
            : model.sentences().isEmpty();
    if (!same) {
      throw new UserErrorException(
          "Model %s was trained on sentences of another vocabulary than those in %s, or on spikes where these are words: evaluate on frames preprocessed as the model's were"
              .formatted(file, folder));
    }
  }

  private static Map<String, Object> keys(Configuration conf, Manifest frames) {
    if (frames.corpus() instanceof NamesCorpus names) {
      return namesKeys(
          path(conf, frames.inputPath()), names.seed(), names.letters(), names.split());
    }
    if (frames.corpus() instanceof TextCorpus text) {
      return textKeys(conf, frames.inputPath(), text.files(), text.encoding(), text.split());
    }
    Map<Split, List<String>> files = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      files.put(split, names(frames.events(), split));
    }
    return eventsKeys(path(conf, frames.inputPath()), frames.events().transform(), files);
  }

  private static Map<String, Object> keys(
      Configuration conf, CorpusSettings wanted, Corpus corpus) {
    String path = path(conf, wanted.path());
    if (wanted instanceof NamesSettings names) {
      return namesKeys(path, names.seed(), names.letters(), names.split());
    }
    if (wanted instanceof TextSettings text) {
      return textKeys(conf, text.path(), text.files(), text.encoding(), text.split());
    }
    EventsSettings events = (EventsSettings) wanted;
    Map<Split, List<String>> files = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<String> made = corpus instanceof EventsCorpus own ? names(own, split) : List.of();
      files.put(split, names(conf, events, split, made));
    }
    return eventsKeys(path, events.transform(), files);
  }

  /** Names of the files that a split was made of. */
  private static List<String> names(EventsCorpus made, Split split) {
    return made.sources().stream()
        .filter(source -> source.split() == split)
        .map(EventsCorpus.SourceFile::name)
        .toList();
  }

  /**
   * Names of the files that a split would be made of now. Frames may be used where files that they
   * were made of are no more: what was not named, and is not there, is no difference.
   *
   * @param made names of the files that it was made of
   */
  private static List<String> names(
      Configuration conf, EventsSettings wanted, Split split, List<String> made) {
    List<String> named = wanted.named(split);
    if (!named.isEmpty()) {
      return named.stream().map(FrameCompatibility::withoutFolders).toList();
    }
    Path folder = PathSetting.parse("data.path", wanted.path());
    if (!RunOutputs.exists(conf, folder)) {
      return made;
    }
    List<String> found =
        wanted.found(EventFolder.open(conf, wanted.path()), split).stream()
            .map(EventFile::name)
            .toList();
    List<String> gone = made.stream().filter(name -> !found.contains(name)).toList();
    if (!made.containsAll(found)
        || gone.stream().anyMatch(name -> RunOutputs.exists(conf, new Path(folder, name)))) {
      return found;
    }
    if (!gone.isEmpty()) {
      LOG.warn("The frames are made of {} too, which {} has no more", gone, wanted.path());
    }
    return made;
  }

  private static String withoutFolders(String name) {
    return PathSetting.parse("data.path", name).getName();
  }

  private static String path(Configuration conf, String path) {
    return PathSetting.qualified(conf, "data.path", path);
  }

  private static Map<String, Object> textKeys(
      Configuration conf, String path, TextFiles files, TextEncoding encoding, TextSplit split) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("data.kind", "text");
    keys.put("data.path", path(conf, path));
    keys.put("data.text's files, labels and classes", files);
    keys.put("data.text.tokens and lower-case", encoding.tokens());
    keys.put("data.text.max-words", encoding.maxWords());
    keys.put("data.text.minimum-count", encoding.minimumCount());
    keys.put("data.text.vocabulary-limit", encoding.vocabularyLimit());
    keys.put("data.text.vocabulary", lower(encoding.vocabulary()));
    keys.put("data.text's vectors", encoding.vectors());
    keys.put("data.text.frames", lower(encoding.frames()));
    keys.put("data.text.coding", lower(encoding.coding()));
    keys.put("data.text.time-steps", encoding.timeSteps());
    keys.put("data.text.latency-threshold", encoding.latencyThreshold());
    keys.put("split, data.text.folds, fold and seed", split);
    return keys;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> eventsKeys(
      String path, EventTransform.Settings transform, Map<Split, List<String>> files) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("data.kind", "events");
    keys.put("data.path", path);
    files.forEach(
        (split, names) ->
            keys.put(
                EventsSettings.key(split), names.isEmpty() ? NOTHING : String.join(",", names)));
    keys.put("data.events.channels", transform.sensorChannels());
    keys.put("data.events.time-factor", transform.downsample().timeFactor());
    keys.put("data.events.spatial-factor", transform.downsample().spatialFactor());
    keys.put("data.events.summed-channels", transform.summedChannels());
    keys.put("data.events.framing", transform.framing());
    keys.put("data.events.counts", transform.counts().name().toLowerCase(Locale.ROOT));
    return keys;
  }

  private static Map<String, Object> namesKeys(
      String path, long seed, LetterEncoder.Settings letters, SplitSettings split) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("data.kind", "names");
    keys.put("data.path", path);
    keys.put("seed", seed);
    keys.put("data.names.letters", letters.letters());
    keys.put("data.names.fold-case", letters.foldCase());
    keys.put("data.names.keep-spaces", letters.keepSpaces());
    keys.put("data.names.boundaries", letters.boundaries().name().toLowerCase(Locale.ROOT));
    keys.put("data.names.masked-prefix", letters.maskedPrefix());
    keys.put("data.names.ngrams", letters.ngrams());
    keys.put("data.names.ngram-minimum-count", letters.ngramMinimumCount());
    keys.put("split.protocol", split.protocol().label());
    keys.put("split.train-fraction", split.trainFraction());
    keys.put("split.validation-fraction", split.validationFraction());
    keys.put("split.test-fraction", split.testFraction());
    return keys;
  }
}
