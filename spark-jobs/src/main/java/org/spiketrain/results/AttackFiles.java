package org.spiketrain.results;

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
import org.spiketrain.results.AttackSummary.AttackScore;
import org.spiketrain.results.AttackSummary.AttackedSentence;
import org.spiketrain.results.OutputFiles.CsvField;

/** The tables of attacks by name: {@code scores.json} and {@code sentences.csv}. */
public final class AttackFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String HEADER =
      "network,attack,id,label,original,attacked,answer,answer_attacked,words,words_changed,queries\n";

  private AttackFiles() {}

  /** Returns the files by name. */
  public static Map<String, byte[]> of(AttackSummary summary) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("scores.json", scores(summary));
    files.put("sentences.csv", utf8(sentences(summary)));
    return files;
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
      node.put("changedShare", score.changedFraction());
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
