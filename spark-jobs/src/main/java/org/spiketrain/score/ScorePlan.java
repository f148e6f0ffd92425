package org.spiketrain.score;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.model.zoo.AnswerRule;

/**
 * How a scoring that may be gone on with was begun.
 *
 * @param id what its part files are called
 * @param identity what must be the same for another run to go on with it
 * @param lines what the first pass over files of lines has found; there may be none
 * @param pieces number of the pieces that the input is cut into
 */
record ScorePlan(String id, Identity identity, ScoreSplit split, LineTexts lines, int pieces) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A file as it was looked at. */
  record Stamp(String path, long length, long modified) {}

  /**
   * What decides about the scores.
   *
   * @param input all files; none of a table, of which nobody knows whether it stays the same
   * @param model SHA-256 of the model's file; blank where it is not known
   */
  record Identity(List<Stamp> input, String model, Map<String, String> settings) {
    static Identity of(List<InputFile> files, String model, ScoreSettings settings, String input) {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("--input", input);
      all.put("--top-k", Integer.toString(settings.top()));
      all.put("--format", settings.format().name());
      all.put("--column", settings.column());
      all.put("scoring.csv-header and csv-delimiter", settings.csv().toString());
      all.put("scoring.source", settings.source() + " " + settings.events());
      all.put("scoring.columns", settings.names().toString());
      all.put("scoring.target", settings.target().toString());
      // Scorings of before there were these are of the plain rule.
      if (!settings.rule().equals(AnswerRule.PLAIN)) {
        all.put("scoring.priors", settings.rule().priors().toString());
        all.put("scoring.none-below", Double.toString(settings.rule().noneBelow()));
      }
      return new Identity(
          files.stream()
              .map(file -> new Stamp(file.location(), file.length(), file.modified()))
              .toList(),
          model,
          all);
    }

    /** In what another one differs from this, each in a few words; nothing if it is the same. */
    List<String> differences(Identity now) {
      List<String> differences = new ArrayList<>();
      Map<String, Stamp> before = byPath();
      Map<String, Stamp> after = now.byPath();
      before.forEach(
          (path, stamp) -> {
            if (!after.containsKey(path)) {
              differences.add(path + " is gone");
            } else if (!after.get(path).equals(stamp)) {
              differences.add(path + " was changed");
            }
          });
      after.keySet().stream()
          .filter(path -> !before.containsKey(path))
          .forEach(path -> differences.add(path + " is new"));
      if (!model.equals(now.model)) {
        differences.add("the model is another one");
      }
      settings.forEach(
          (key, value) -> {
            if (!value.equals(now.settings.get(key))) {
              differences.add("%s was %s and is %s".formatted(key, value, now.settings.get(key)));
            }
          });
      return differences;
    }

    private Map<String, Stamp> byPath() {
      Map<String, Stamp> stamps = new LinkedHashMap<>();
      input.forEach(stamp -> stamps.put(stamp.path, stamp));
      return stamps;
    }

    /** Stands for it in a few letters. */
    String digest() {
      return SourceFiles.fingerprint(Stream.of(new String(json(this), UTF_8)));
    }
  }

  /** Whether another run can go on with it. */
  boolean isResumable() {
    return !identity.input.isEmpty();
  }

  byte[] toBytes() {
    return json(this);
  }

  static ScorePlan read(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, ScorePlan.class);
  }

  private static byte[] json(Object tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plans are plain records", e);
    }
  }
}
