package org.spiketrain.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.HistoryRow.SplitScores;

/**
 * What trials of learning rates have come to so far, as it is stored beside them.
 *
 * @param identity of the training that they are for, at whatever learning rate
 * @param trials their settings, by the names that a configuration has for them
 * @param ended scores on the evaluation split that each learning rate's trial has ended with
 * @param diverged learning rates whose trials have no end
 */
record TriedRates(
    Checkpoints.Identity identity,
    Map<String, String> trials,
    Map<Double, SplitScores> ended,
    List<Double> diverged) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECTION = "training.trials";

  /** Before the first trial. */
  static TriedRates of(Checkpoints.Identity identity, LearningRateTrials trials) {
    return new TriedRates(identity, settings(trials), Map.of(), List.of());
  }

  private static Map<String, String> settings(LearningRateTrials trials) {
    return trials.isEmpty()
        ? Map.of()
        : Map.of(
            "learningRates",
            trials.rates().stream().map(String::valueOf).collect(Collectors.joining(", ")),
            "share",
            Double.toString(trials.share()));
  }

  /** The same training without any trials. */
  TriedRates withoutTrials() {
    return new TriedRates(identity, Map.of(), Map.of(), List.of());
  }

  boolean has(double rate) {
    return ended.containsKey(rate) || diverged.contains(rate);
  }

  TriedRates with(double rate, SplitScores scores) {
    Map<Double, SplitScores> more = new TreeMap<>(ended);
    more.put(rate, scores);
    return new TriedRates(identity, trials, more, diverged);
  }

  TriedRates withDiverged(double rate) {
    return new TriedRates(
        identity, trials, ended, Stream.concat(diverged.stream(), Stream.of(rate)).toList());
  }

  /**
   * Refuses to go on with trials that were made for another training, or otherwise.
   *
   * @param file where they were read
   * @param stage says how a configuration names the settings
   */
  void requireSame(TriedRates made, Path file, TrainingStage stage) {
    identity.requireSame(
        made.identity,
        file,
        SettingsDifferences.of(SECTION, json(made.trials), json(trials), stage::key),
        stage);
  }

  /**
   * Reads what was stored; empty if nothing was.
   *
   * @throws UserErrorException if it is damaged
   */
  static Optional<TriedRates> read(Configuration conf, Path file) {
    if (!FileSystems.exists(conf, file)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = FileSystems.readWhole(FileSystems.of(conf, file), file);
      return Optional.of(JSON.readValue(bytes, TriedRates.class));
    } catch (IOException e) {
      throw new UserErrorException(
          "%s is damaged (%s), and says no more which learning rates were tried: train again in another output.path"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  void write(Configuration conf, Path file) {
    AtomicOutput.writeFile(conf, file, bytes(this), OutputMode.OVERWRITE);
  }

  private static String json(Map<String, String> settings) {
    return new String(bytes(settings), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Object stored) {
    try {
      return JSON.writeValueAsBytes(stored);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("it is plain records", e);
    }
  }
}
