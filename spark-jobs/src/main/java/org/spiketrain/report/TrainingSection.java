package org.spiketrain.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.NumberFormats;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits.ScoredSplit;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/** The part of a report that shows how the training went. */
final class TrainingSection {
  /** With more epochs, only some of them are shown. */
  private static final int MOST_EPOCHS = 40;

  private TrainingSection() {}

  /** The training of the network that was converted before the training itself. */
  static void artificial(HtmlPage page, TrainingHistory history, EvaluatedSplits splits) {
    page.heading("Training of the ANN");
    page.svg(
        new HistoryChart(history, splits).overview(),
        "losses and accuracies of the ANN over the training examples");
    KeptParameters.best(history)
        .ifPresent(
            kept ->
                page.note("What was converted: %s.".formatted(kept.described(splits.deciding()))));
  }

  static void write(HtmlPage page, TrainingHistory history, ReportContent content) {
    if (history.rows().isEmpty()) {
      return;
    }
    page.heading(content.artificial().isPresent() ? "Fine-tuning" : "Training");
    EvaluatedSplits splits = content.splits();
    page.svg(
        new HistoryChart(history, splits).overview(),
        "losses and accuracies over the training examples");
    HistoryRow last = history.rows().get(history.rows().size() - 1);
    page.note(
        "%s in %s and %s; at the end: training loss %s, training accuracy %s."
            .formatted(
                Wording.counted(last.examples(), "example"),
                Wording.counted(last.round(), "round"),
                NumberFormats.duration(last.seconds()),
                NumberFormats.significant(last.training().loss()),
                NumberFormats.percent(last.training().accuracy())));
    page.note(
        "The training's figures are means over the examples since the point before, as it saw them, with dropout and augmentation; those of the other splits are the network's at that point.");
    content
        .kept()
        .ifPresent(
            kept -> page.note("The model has %s.".formatted(kept.described(splits.deciding()))));
    epochs(page, history.perEpoch().rows(), splits);
  }

  private static void epochs(HtmlPage page, List<HistoryRow> epochs, EvaluatedSplits splits) {
    if (epochs.isEmpty()) {
      return;
    }
    page.heading("Each epoch");
    List<ScoredSplit> measured =
        Stream.of(splits.training(), splits.evaluation(), splits.beside())
            .filter(split -> split.isMeasured(epochs))
            .toList();
    List<String> header = new ArrayList<>(List.of("epoch"));
    measured.forEach(
        split -> header.addAll(List.of(split.name() + " loss", split.name() + " accuracy")));
    int step = (epochs.size() + MOST_EPOCHS - 1) / MOST_EPOCHS;
    page.table(
        header,
        IntStream.range(0, epochs.size())
            .filter(i -> (i + 1) % step == 0 || i == epochs.size() - 1)
            .mapToObj(i -> cells(epochs.get(i), measured))
            .toList());
    if (step > 1) {
      page.note("One of every %d; all are in training/epochs.csv.".formatted(step));
    }
  }

  private static List<String> cells(HistoryRow epoch, List<ScoredSplit> splits) {
    List<String> cells = new ArrayList<>(List.of(Wording.count(epoch.wholeEpochs())));
    for (ScoredSplit split : splits) {
      SplitScores scores = split.scores().apply(epoch);
      cells.add(Double.isNaN(scores.loss()) ? "–" : NumberFormats.significant(scores.loss()));
      cells.add(Double.isNaN(scores.accuracy()) ? "–" : NumberFormats.percent(scores.accuracy()));
    }
    return cells;
  }
}
