package org.spiketrain.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.results.ComparisonTable;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits.ScoredSplit;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/**
 * The report of a run as one HTML file that needs no other file: configuration, data, training
 * curve, the network's figures and the baselines', confusions and a few predictions.
 */
record HtmlReport(HtmlPage page, ReportContent content) {
  /** With more epochs, only some of them are shown. */
  private static final int MOST_EPOCHS = 40;

  private static final int OVER_TIME_HEIGHT = 330;

  /** Epochs after the end of one at which its scores are those of another network. */
  private static final double LATE = 0.05;

  static HtmlPage of(ReportContent content) {
    HtmlPage page = new HtmlPage(content.title(), content.subtitle());
    HtmlReport report = new HtmlReport(page, content);
    report.figures(content.evaluation());
    report.members();
    content.artificial().ifPresent(report::artificial);
    content.history().filter(history -> !history.rows().isEmpty()).ifPresent(report::training);
    report.details(content.evaluation());
    report.data();
    page.heading("Configuration");
    page.table(content.configuration());
    return page;
  }

  private void figures(EvaluationSummary evaluation) {
    ClassificationMetrics metrics = evaluation.metrics();
    page.heading("Result on the %s split".formatted(evaluation.split()));
    page.emphasisedTable(new ComparisonTable(evaluation).rows());
    page.note(
        Wording.counted(metrics.examples(), "example") + ". " + ComparisonTable.note(evaluation));
    conditions(evaluation.conditions()).forEach(page::note);
  }

  /** Says what is not as usual, and which parameters were evaluated. */
  private static List<String> conditions(EvaluationSummary.Conditions conditions) {
    List<String> notes = new ArrayList<>();
    conditions
        .parameters()
        .map(
            where ->
                where.round() == 0
                    ? "The network has the parameters its training began with."
                    : "The network has the %s parameters of its training, of round %s%s."
                        .formatted(
                            where.kept(),
                            Wording.count(where.round()),
                            where.kept().equals("best")
                                ? " by the %s split".formatted(where.decidedBy())
                                : ""))
        .ifPresent(notes::add);
    if (!conditions.priors().equals("trained")) {
      notes.add(
          "All answers are for these shares of the classes, not for those of the training: %s."
              .formatted(conditions.priors()));
    }
    if (conditions.noneBelow() > 0) {
      notes.add(
          "An answer whose probability is below %s is none: coverage is the fraction of the examples that have an answer, and of these as many are right as the column behind it says. In all other figures an example without an answer is not right."
              .formatted(conditions.noneBelow()));
    }
    return notes;
  }

  private void members() {
    if (content.members().isEmpty()) {
      return;
    }
    page.heading("Members of the committee");
    List<List<String>> rows = new ArrayList<>();
    for (ReportContent.Member one : content.members()) {
      rows.add(List.of(one.name(), String.valueOf(one.weight()), stack(one)));
    }
    page.table(List.of("member", "weight", "network"), rows);
    page.note(
        "Log probabilities of the classes are the weighted sums of the members', normalised. The"
            + " table above has each member alone.");
    content.members().forEach(this::member);
  }

  private static String stack(ReportContent.Member member) {
    return member
        .network()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" | "));
  }

  private void member(ReportContent.Member one) {
    one.artificial()
        .ifPresent(
            history -> curves("Training of the ANN of " + one.name(), history, one.splits()));
    // What was converted and no more has a single point, which the note below names.
    one.history()
        .filter(history -> history.last().filter(last -> last.round() > 0).isPresent())
        .ifPresent(
            history -> {
              String what = one.artificial().isPresent() ? "Fine-tuning of " : "Training of ";
              curves(what + one.name(), history, one.splits());
            });
    one.kept()
        .map(kept -> kept.described(one.splits().deciding()))
        .ifPresent(
            described -> page.note("The member %s has %s.".formatted(one.name(), described)));
  }

  private void curves(String heading, TrainingHistory history, EvaluatedSplits splits) {
    page.heading(heading);
    page.svg(
        new HistoryChart(history, splits).overview(),
        "losses and accuracies over the training examples");
  }

  /** The training of the network that was converted before the training itself. */
  private void artificial(TrainingHistory history) {
    page.heading("Training of the ANN");
    page.svg(
        new HistoryChart(history, content.splits()).overview(),
        "losses and accuracies of the ANN over the training examples");
    KeptParameters.best(history)
        .map(kept -> kept.described(content.splits().deciding()))
        .ifPresent(described -> page.note("What was converted: %s.".formatted(described)));
  }

  private void training(TrainingHistory history) {
    page.heading(content.artificial().isPresent() ? "Fine-tuning" : "Training");
    page.svg(
        new HistoryChart(history, content.splits()).overview(),
        "losses and accuracies over the training examples");
    HistoryRow last = history.last().orElseThrow();
    page.note(
        "%s in %s and %s; at the end: training loss %s, training accuracy %s."
            .formatted(
                Wording.counted(last.examples(), "example"),
                Wording.counted(last.round(), "round"),
                Wording.duration(last.seconds()),
                Wording.significant(last.training().loss()),
                Wording.percent(last.training().accuracy())));
    page.note(
        "The training's figures are means over the examples since the point before, as it saw them,"
            + " with dropout and augmentation; those of the other splits are the network's at that"
            + " point.");
    content
        .kept()
        .map(kept -> kept.described(content.splits().deciding()))
        .ifPresent(described -> page.note("The model has %s.".formatted(described)));
    List<HistoryRow> epochs = history.perEpoch().rows();
    if (!epochs.isEmpty()) {
      epochs(history, epochs);
    }
  }

  private void epochs(TrainingHistory history, List<HistoryRow> epochs) {
    page.heading("Each epoch");
    List<ScoredSplit> measured =
        Stream.of(
                content.splits().training(),
                content.splits().evaluation(),
                content.splits().beside())
            .filter(split -> split.isMeasured(epochs))
            .toList();
    List<String> header = new ArrayList<>(List.of("epoch"));
    measured.forEach(
        split -> header.addAll(List.of(split.name() + " loss", split.name() + " accuracy")));
    if (history.hasAnswers()) {
      header.add("answers");
    }
    int step = (epochs.size() + MOST_EPOCHS - 1) / MOST_EPOCHS;
    page.table(
        header,
        IntStream.range(0, epochs.size())
            .filter(i -> (i + 1) % step == 0 || i == epochs.size() - 1)
            .mapToObj(
                i -> {
                  HistoryRow epoch = epochs.get(i);
                  List<String> cells = cells(epochLabel(epoch, history), epoch, measured);
                  if (history.hasAnswers()) {
                    cells.add(epoch.answers());
                  }
                  return cells;
                })
            .toList());
    if (step > 1) {
      page.note("One of every %d; all are in training/epochs.csv.".formatted(step));
    }
  }

  /** The number of an epoch, and when it was evaluated where that was not at its end. */
  private static String epochLabel(HistoryRow epoch, TrainingHistory history) {
    String number = Wording.count(epoch.wholeEpochs());
    return history.rows().stream()
        .filter(row -> row.round() == epoch.round())
        .map(HistoryRow::epoch)
        .filter(at -> at - epoch.wholeEpochs() >= LATE)
        .findFirst()
        .map(at -> "%s (at %s)".formatted(number, Wording.fraction(at)))
        .orElse(number);
  }

  private static List<String> cells(String label, HistoryRow epoch, List<ScoredSplit> splits) {
    List<String> cells = new ArrayList<>(List.of(label));
    for (ScoredSplit split : splits) {
      SplitScores scores = split.scores().apply(epoch);
      cells.add(Double.isNaN(scores.loss()) ? "–" : Wording.significant(scores.loss()));
      cells.add(Double.isNaN(scores.accuracy()) ? "–" : Wording.percent(scores.accuracy()));
    }
    return cells;
  }

  private void details(EvaluationSummary evaluation) {
    String label = evaluation.terms().label();
    String example = evaluation.terms().example();
    page.heading("Each " + label);
    page.table(
        List.of(label, "precision", "recall", "F1", "examples"),
        evaluation.metrics().perClass().stream()
            .map(
                one ->
                    List.of(
                        one.name(),
                        Wording.score(one.precision()),
                        Wording.score(one.recall()),
                        Wording.score(one.f1()),
                        Wording.count(one.support())))
            .toList());
    page.heading("Confusions");
    page.png(confusions(evaluation), "confusion matrix, rows are the true %ss".formatted(label));
    page.note(ConfusionPicture.note(label, evaluation.classes().size()));
    page.heading("Calibration");
    page.png(ReliabilityPicture.of(evaluation), "accuracy against confidence of the answers");
    page.note(ReliabilityPicture.note(evaluation));
    sampledConfusions(evaluation)
        .ifPresent(
            sampled -> {
              page.png(sampled, "confusion matrix of the tutorial's sampling");
              page.note(
                  "Drawn as the names tutorial does, a %1$s first and then one of its %2$ss, from training and test %2$ss together; each row is divided by the draws of its true %1$s."
                      .formatted(label, example));
            });
    overTime(evaluation)
        .ifPresent(
            picture -> {
              page.heading("Accuracy against time steps");
              page.png(picture, "accuracy after each time step");
              page.note(
                  "By the outputs of the first time steps alone, all in one pass; a %s that is over keeps its last answer. The figures are in evaluation/time-steps.csv."
                      .formatted(example));
            });
    layers(evaluation);
    predictions(evaluation);
    evaluation.recording().ifPresent(this::recording);
  }

  /** Draws the accuracy after each time step, where the network answers step by step. */
  static Optional<Picture> overTime(EvaluationSummary evaluation) {
    return overTime(evaluation.split(), evaluation.overTime());
  }

  /** The same of any accuracies after one step and more. */
  static Optional<Picture> overTime(String split, List<Double> accuracies) {
    if (accuracies.size() < 2) {
      return Optional.empty();
    }
    XYChart chart =
        ChartStyle.curves(
            "Accuracy on the %s split".formatted(split),
            "time steps",
            "accuracy",
            OVER_TIME_HEIGHT);
    chart.getStyler().setXAxisMin(0.0).setXAxisDecimalPattern("0").setLegendVisible(false);
    List<Integer> steps = IntStream.rangeClosed(1, accuracies.size()).boxed().toList();
    ChartStyle.line(chart.addSeries("accuracy", steps, accuracies), ChartStyle.BLUE);
    return Optional.of(new Picture(chart));
  }

  static Picture confusions(EvaluationSummary evaluation) {
    String title = "Confusions on the %s split".formatted(evaluation.split());
    return confusions(title, evaluation, evaluation.confusion());
  }

  /** Draws those of random pairs, if they were drawn. */
  static Optional<Picture> sampledConfusions(EvaluationSummary evaluation) {
    return evaluation
        .sampled()
        .map(
            sampled ->
                confusions(
                    "Confusions of %s random %ss from all data"
                        .formatted(Wording.count(sampled.total()), evaluation.terms().example()),
                    evaluation,
                    sampled));
  }

  private static Picture confusions(
      String title, EvaluationSummary evaluation, ConfusionMatrix confusion) {
    return ConfusionPicture.of(
        title, evaluation.terms().label(), evaluation.answers(), confusion.rowNormalised());
  }

  private void layers(EvaluationSummary evaluation) {
    if (evaluation.activity().isEmpty()) {
      return;
    }
    page.heading("Spikes of each layer");
    page.table(
        List.of("layer", "neurons", "firing rate", "dead", "saturated"),
        evaluation.activity().stream()
            .map(
                layer ->
                    List.of(
                        layer.layer() + ": " + layer.name(),
                        Wording.count(layer.neurons()),
                        Wording.significant(layer.firingRate()),
                        Wording.count(layer.dead()),
                        Wording.count(layer.saturated())))
            .toList());
    page.note(
        "On the %s split. The firing rate is the mean fraction of the time steps at which a neuron fires; dead neurons never do, saturated ones at more than 95 %% of them. Layers that give no spikes on are left out, and convolutions over sentences, which profile reports; neurons that serve filters of several widths count once for each."
            .formatted(evaluation.split()));
  }

  private void predictions(EvaluationSummary evaluation) {
    if (evaluation.predictions().isEmpty()) {
      return;
    }
    page.heading("A few predictions");
    page.table(
        List.of(evaluation.terms().example(), "true " + evaluation.terms().label(), "predicted"),
        evaluation.predictions().stream()
            .map(
                one ->
                    List.of(
                        one.name(),
                        one.truth(),
                        one.top().stream()
                            .map(top -> top.label() + " " + Wording.fraction(top.probability()))
                            .collect(Collectors.joining(", ", one.none() ? "none: " : "", ""))))
            .toList());
  }

  private void recording(EvaluationSummary.Recording recording) {
    page.heading("A recording");
    page.png(RasterPicture.of(recording), "events of a recording, channel against time");
    if (recording.events().isEmpty()) {
      page.note(
          "The events as recorded are not shown: they cannot be read again from the file that the"
              + " frames were made of.");
    }
  }

  private void data() {
    page.heading("Data");
    List<String> header = new ArrayList<>(List.of(content.terms().label()));
    header.addAll(content.data().splits());
    header.add("all");
    List<List<String>> rows = new ArrayList<>();
    content.data().counts().forEach((name, counts) -> rows.add(countRow(name, counts)));
    rows.add(countRow("all", content.data().totals()));
    page.table(header, rows);
    content.data().notes().forEach(page::note);
  }

  private List<String> countRow(String name, Map<String, Long> counts) {
    List<String> row = new ArrayList<>(List.of(name));
    long total = 0;
    for (String split : content.data().splits()) {
      long count = counts.getOrDefault(split, 0L);
      total += count;
      row.add(Wording.count(count));
    }
    row.add(Wording.count(total));
    return row;
  }
}
