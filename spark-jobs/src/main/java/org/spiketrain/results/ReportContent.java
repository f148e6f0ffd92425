package org.spiketrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/**
 * Content of a report; of what there was not, nothing.
 *
 * @param terms what examples and classes are called
 * @param subtitle one line below the title: when, where, which version
 * @param configuration keys and values, in the order to be shown
 * @param artificial the training of the ANN that was converted
 * @param splits what the history's scores are of
 * @param members those of a committee, which has no training of its own
 */
public record ReportContent(
    CorpusTerms terms,
    String title,
    String subtitle,
    Map<String, String> configuration,
    DataSummary data,
    Optional<TrainingHistory> history,
    Optional<TrainingHistory> artificial,
    Optional<KeptParameters> kept,
    EvaluatedSplits splits,
    List<Member> members,
    EvaluationSummary evaluation) {
  public static final String TITLE_PREFIX = "Spiketrain: ";

  /**
   * A member of a committee, with its training where that is there.
   *
   * @param network its layers, as {@code network.stack} has them
   */
  public record Member(
      String name,
      double weight,
      String network,
      Optional<TrainingHistory> artificial,
      Optional<TrainingHistory> history,
      Optional<KeptParameters> kept,
      EvaluatedSplits splits) {}

  /**
   * Data of a run: examples by class, in label order, then by split, and sentences worth knowing,
   * where they came from and what was left out.
   */
  public record DataSummary(
      List<String> splits, Map<String, Map<String, Long>> counts, List<String> notes) {

    /** Number of examples by split, over all classes. */
    public Map<String, Long> totals() {
      Map<String, Long> totals = new LinkedHashMap<>();
      counts.values().forEach(one -> one.forEach((split, n) -> totals.merge(split, n, Long::sum)));
      return totals;
    }
  }
}
