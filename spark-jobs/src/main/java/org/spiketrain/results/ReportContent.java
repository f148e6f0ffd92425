package org.spiketrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/**
 * Content of a report.
 *
 * @param terms what examples and classes are called
 * @param title name of the run
 * @param subtitle one line below it: when, where, which version
 * @param configuration keys and values, in the order to be shown
 * @param data the data set
 * @param history the training, if there was one
 * @param artificial the training of the ANN that was converted, if there was one
 * @param kept which of its parameters became the model, if there was one
 * @param splits what the history's scores are of
 * @param evaluation the evaluation, if there was one
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
    Optional<EvaluationSummary> evaluation) {
  /** Beginning of the title of every report. */
  public static final String TITLE_PREFIX = "Spiketrain: ";

  /**
   * Summary of the data of a run.
   *
   * @param splits names of the splits, in the order to be shown
   * @param counts number of examples by class, in label order, then by split
   * @param notes sentences worth knowing: where the data came from, what was left out
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
