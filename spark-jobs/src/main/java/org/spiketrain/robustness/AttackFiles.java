package org.spiketrain.robustness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spiketrain.data.text.StopWords;
import org.spiketrain.report.AttackReport;
import org.spiketrain.report.AttackScore;
import org.spiketrain.report.AttackSummary;
import org.spiketrain.report.AttackedSentence;
import org.spiketrain.report.CsvField;
import org.spiketrain.report.OutputLayout;

/** The files of attacks, by name. */
final class AttackFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String HEADER =
      "network,attack,id,label,original,attacked,answer,answer_attacked,words,words_changed,queries\n";

  private AttackFiles() {}

  static Map<String, byte[]> of(AttackSummary summary, AttackSettings settings) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("scores.json", scores(summary));
    files.put("sentences.csv", utf8(sentences(summary)));
    files.put(OutputLayout.ATTACK_REPORT, utf8(AttackReport.of(summary, shown(summary, settings))));
    return files;
  }

  private static Map<String, String> shown(AttackSummary summary, AttackSettings settings) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("evaluation.split", summary.split());
    shown.put(
        "attack.sentences",
        settings.sentences() == 0 ? "all" : Integer.toString(settings.sentences()));
    shown.put("attack.budget", Double.toString(settings.budget().share()));
    shown.put("attack.candidates", Integer.toString(settings.synonyms().most()));
    shown.put(
        "attack.minimum-similarity", Double.toString(settings.synonyms().minimumSimilarity()));
    shown.put("attack.stop-words", stopWords(settings));
    shown.put("attack.vectors", settings.vectors().map(v -> v.path()).orElse("the model's own"));
    settings.vectors().ifPresent(v -> shown.put("attack.vectors-format", v.format().toString()));
    shown.put("seed", Long.toString(settings.seed()));
    return shown;
  }

  private static String stopWords(AttackSettings settings) {
    Stream<String> own =
        settings.synonyms().stopWords().stream()
            .filter(word -> !StopWords.english().contains(word))
            .sorted();
    return Stream.concat(Stream.of("the usual English ones"), own)
        .collect(Collectors.joining(", "));
  }

  private static byte[] scores(AttackSummary summary) {
    ObjectNode root = JSON.createObjectNode();
    root.put("split", summary.split());
    root.put("budget", summary.budget());
    ArrayNode scores = root.putArray("scores");
    for (AttackScore score : summary.scores()) {
      ObjectNode node = scores.addObject();
      node.put("network", score.network());
      node.put("attack", score.attack());
      node.put("sentences", score.sentences());
      node.put("attacked", score.attacked());
      node.put("turned", score.turned());
      node.put("cleanAccuracy", score.cleanAccuracy());
      node.put("accuracyUnderAttack", score.accuracyUnderAttack());
      node.put("successRate", score.successRate());
      node.put("changedShare", score.changedShare());
      node.put("queries", score.queries());
    }
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("scores cannot be written as JSON", e);
    }
  }

  private static String sentences(AttackSummary summary) {
    return HEADER
        + summary.sentences().stream().map(AttackFiles::line).collect(Collectors.joining());
  }

  private static String line(AttackedSentence one) {
    List<String> fields =
        List.of(
            one.network(),
            one.attack(),
            Long.toString(one.id()),
            one.label(),
            one.original(),
            one.attacked(),
            one.before(),
            one.after(),
            Integer.toString(one.words()),
            Integer.toString(one.changed()),
            Integer.toString(one.queries()));
    return fields.stream().map(CsvField::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
