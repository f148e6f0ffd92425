package org.spiketrain.results;

import java.util.Map;
import java.util.Optional;

/**
 * What goes into a report.
 *
 * @param terms what examples and classes are called
 * @param title name of the run
 * @param subtitle one line below it: when, where, which version
 * @param configuration keys and values, in the order to be shown
 * @param data the data set
 * @param history the training, if there was one
 * @param artificial the training of the artificial network that was converted, if there was one
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
}
