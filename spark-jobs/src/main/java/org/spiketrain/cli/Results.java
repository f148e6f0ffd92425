package org.spiketrain.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Wording;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.pipeline.AblationRun.AblationListener;
import org.spiketrain.pipeline.ExperimentListener;
import org.spiketrain.pipeline.Messages;
import org.spiketrain.report.AblationOverview;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.AttackSummary;
import org.spiketrain.results.AttackSummary.AttackScore;
import org.spiketrain.results.Comparison;
import org.spiketrain.results.ComparisonTable;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.Profile;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScoreListener;
import org.spiketrain.score.StreamListener;
import org.spiketrain.train.TrainingJob;
import org.spiketrain.train.TrainingProgress;

/**
 * Shows on the screen what a command does. Of a training it shows a line for every evaluation, and
 * a bar below them on a terminal that somebody watches; in logs, the lines only.
 */
class Results implements ExperimentListener, AblationListener, ScoreListener {
  private static final Logger LOG = LoggerFactory.getLogger(Results.class);

  /** Below it a rate says how long Spark takes to start. */
  private static final int LEAST_RATE = 10;

  /** Back to the beginning of the line, which is then empty. */
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final Optional<PrintStream> terminal = TerminalBar.watched();
  private final TerminalBar bar = new TerminalBar(terminal);

  /** Of an ablation's trials that are being trained: examples, and how many there will be. */
  private final Map<String, long[]> trials = new HashMap<>();

  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(30);

  private long scoringSince;
  private long scoringBefore;
  private long scoringLogged;

  Results(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void round(long examples, long total) {
    bar.show("training", " examples", 1, examples, total);
  }

  /** In logs a line every half minute. */
  @Override
  public void scored(long rows, long total) {
    bar.show("scoring", " rows", 1, rows, total);
    long now = System.nanoTime();
    if (scoringSince == 0) {
      scoringSince = now;
      scoringLogged = now;
      scoringBefore = rows;
    }
    if (terminal.isEmpty() && now - scoringLogged >= LOG_NANOS) {
      scoringLogged = now;
      double rate =
          (rows - scoringBefore) * (double) TimeUnit.SECONDS.toNanos(1) / (now - scoringSince);
      LOG.info("{}", scoringLine(rows, total, rate));
    }
  }

  /** A line of a micro-batch. */
  void batch(StreamListener.Batch batch) {
    LOG.info(
        "{}",
        String.format(
            Locale.ROOT,
            "micro-batch %d: %,d scored by version %s, %,d rejected, %.1f s",
            batch.number(),
            batch.scored(),
            batch.version(),
            batch.rejected(),
            batch.seconds()));
  }

  /** How far a scoring is, at so many rows a second. */
  static String scoringLine(long rows, long total, double rate) {
    String done = String.format(Locale.ROOT, "scored %,d rows, %,.0f rows/s", rows, rate);
    return total <= 0 || rate <= 0
        ? done
        : String.format(
            Locale.ROOT,
            "%s, %d %% of about %,d, %,.0f s left",
            done,
            100 * rows / total,
            total,
            Math.max(0, total - rows) / rate);
  }

  @Override
  public void evaluated(HistoryRow row) {
    show(line(row));
  }

  private void show(String line) {
    terminal.ifPresentOrElse(
        watched -> watched.println(CLEAR_LINE + PlainLogging.line(Level.INFO, line.strip())),
        () -> LOG.info("{}", line));
  }

  static String line(HistoryRow row) {
    return String.format(
        Locale.ROOT,
        "%,11d examples, epoch %.2f, round %d, %.0f s: %s, learning rate %.2e%s",
        row.examples(),
        row.epoch(),
        row.round(),
        row.seconds(),
        Stream.of(
                scores("training", row.training()),
                scores("evaluation", row.evaluation()),
                scores("watched", row.watched()))
            .filter(scores -> !scores.isEmpty())
            .collect(Collectors.joining("; ")),
        row.learningRate(),
        row.answers().isEmpty() ? "" : ", answers: " + row.answers());
  }

  private static String scores(String of, SplitScores scores) {
    return scores.equals(SplitScores.NONE)
        ? ""
        : String.format(
            Locale.ROOT, "%s loss %.4f, accuracy %.4f", of, scores.loss(), scores.accuracy());
  }

  @Override
  public void ended() {
    bar.close();
  }

  void spoken(int recordings, List<String> words, Path events) {
    print(
        "events: %s of %s in %s (%s)",
        Wording.counted(recordings, "recording"),
        Wording.counted(words.size(), "made-up word"),
        shown(events),
        String.join(", ", words));
  }

  @Override
  public void preprocessed(Manifest manifest, Path frames) {
    CorpusTerms terms = manifest.corpus().terms();
    print(
        "frames: %s of %s (%,d train, %,d validation, %,d test) in %s",
        Wording.counted(manifest.total(), terms.example()),
        Wording.counted(manifest.classes().size(), terms.label()),
        manifest.total(Split.TRAIN),
        manifest.total(Split.VALIDATION),
        manifest.total(Split.TEST),
        shown(frames));
    if (!manifest.rejects().isEmpty()) {
      print(
          "set aside: %s, listed in %s",
          reasons(manifest, terms.line()), shown(FrameParquet.rejects(frames)));
    }
    manifest.weightNotes().forEach(line -> print("%s", line));
    manifest.corpus().summary(manifest).forEach(line -> print("%s", line));
  }

  private static String reasons(Manifest manifest, String what) {
    return manifest.rejects().entrySet().stream()
        .map(e -> Wording.counted(e.getValue(), what) + " (" + e.getKey() + ")")
        .collect(Collectors.joining(", "));
  }

  @Override
  public void learningRateChosen(double learningRate, Map<Double, SplitScores> trials) {
    print(
        "learning rate: %s, by the accuracy that trials ended with: %s",
        learningRate,
        trials.entrySet().stream()
            .map(one -> "%s %.4f".formatted(one.getKey(), one.getValue().accuracy()))
            .collect(Collectors.joining(", ")));
  }

  @Override
  public void trained(TrainingJob.Result result, Path model) {
    String asked =
        result.examples() > result.asked()
            ? String.format(Locale.ROOT, " (%,d, rounded up to whole minibatches)", result.asked())
            : "";
    print(
        "trained: %s%s in %.0f s; model: %s",
        Wording.counted(result.examples(), "example"), asked, result.seconds(), shown(model));
    result.kept().ifPresent(kept -> print("kept: %s", kept.described(result.evaluated())));
  }

  @Override
  public void committeeMade(List<CommitteeMember> members, double logLoss, Path model) {
    print(
        "committee: %s%s; model: %s",
        members.stream()
            .map(one -> one.name() + " " + one.weight())
            .collect(Collectors.joining(", ", "weights ", "")),
        Double.isNaN(logLoss)
            ? ""
            : String.format(Locale.ROOT, ", by log loss %.4f on the validation split", logLoss),
        shown(model));
  }

  @Override
  public void evaluated(EvaluationSummary summary) {
    String top =
        summary.metrics().hasTop3()
            ? String.format(Locale.ROOT, "; top 3: %.4f", summary.metrics().top3Accuracy())
            : "";
    print(
        "accuracy: %.4f on the %s split (%s)%s; macro F1: %.4f",
        summary.metrics().accuracy(),
        summary.split(),
        Wording.counted(summary.metrics().examples(), summary.terms().example()),
        top,
        summary.metrics().macroF1());
    if (summary.mayBeNone()) {
      print(
          "answered: %.4f of them, of which %.4f rightly; the others are none (below %s)",
          summary.metrics().coverage(),
          summary.metrics().accuracyOfAnswered(),
          summary.conditions().noneBelow());
    }
    TextTable table = new TextTable();
    for (List<String> row : new ComparisonTable(summary).rows()) {
      table.add(row.stream().map(cell -> cell.replace('–', '-')).toArray());
    }
    table.print(out);
    out.flush();
  }

  void profiled(Profile profile) {
    profile.lines().forEach(line -> print("%s", line));
  }

  /** Says of which trial each line is; the bar is of all that run now. */
  @Override
  public TrainingProgress training(String trial) {
    return new TrainingProgress() {
      @Override
      public void round(long examples, long total) {
        synchronized (trials) {
          trials.put(trial, new long[] {examples, total});
          bar.show("training", " examples", 1, trained(0), trained(1));
        }
      }

      @Override
      public void evaluated(HistoryRow row) {
        show(trial + ": " + line(row).strip());
      }

      @Override
      public void ended() {
        synchronized (trials) {
          trials.remove(trial);
          bar.close();
        }
      }
    };
  }

  private long trained(int which) {
    return trials.values().stream().mapToLong(counts -> counts[which]).sum();
  }

  @Override
  public void trialEnded(TrialResult row, int number, int of) {
    // At its time, as all that the log says meanwhile.
    print("%s", PlainLogging.line(Level.INFO, trialLine(row, number, of)));
  }

  /** A line on a trial that is over, beginning with its name. */
  static String trialLine(TrialResult row, int number, int of) {
    return row.error().isEmpty()
        ? "%s: %s; %d of %d over".formatted(row.name(), outcome(row), number, of)
        : "%s: failed, %d of %d over: %s".formatted(row.name(), number, of, row.error());
  }

  private static String outcome(TrialResult row) {
    return row.result()
        .map(Results::accuracies)
        .or(
            () ->
                row.cut()
                    .map(
                        cut ->
                            String.format(
                                Locale.ROOT,
                                "stopped at %,d examples, accuracy %.4f on the split that decides",
                                cut.examples(),
                                cut.accuracy())))
        .orElse("no result");
  }

  private static String accuracies(TrialResult.Result result) {
    List<String> figures = new ArrayList<>();
    result
        .deciding()
        .filter(one -> !one.split().equals(result.split()))
        .ifPresent(one -> figures.add(accuracy(one.split(), one.accuracy())));
    result
        .accuracies()
        .forEach(
            (network, accuracy) ->
                figures.add(
                    accuracy(result.split(), accuracy)
                        + (network.equals(Ablation.TRAINED) ? "" : " of " + network)));
    return String.join(", ", figures);
  }

  private static String accuracy(String split, double accuracy) {
    return String.format(Locale.ROOT, "%s accuracy %.4f", split, accuracy);
  }

  /** What came of an ablation: how it is ranked, and what is best by that. */
  void ablated(Ablation ablation) {
    if (!ablation.networks().isEmpty()) {
      print("%s", ablation.ranking().note());
      new AblationOverview(ablation).best().forEach(line -> print("%s", line.replace('–', '-')));
    }
  }

  void compared(Comparison comparison) {
    TextTable table = new TextTable();
    comparison.summary().forEach(row -> table.add(row.toArray()));
    table.print(out);
    comparison
        .pairs()
        .forEach(
            pair ->
                print(
                    "%s and %s, seed %s: %,d and %,d alone right of %,d, p %s",
                    pair.first(),
                    pair.second(),
                    pair.seeds(),
                    pair.mcNemar().onlyFirst(),
                    pair.mcNemar().onlySecond(),
                    pair.examples(),
                    ComparisonTable.p(pair.mcNemar().twoSided())));
    comparison.notes().forEach(note -> print("%s", note));
  }

  void attacked(AttackSummary summary) {
    print(
        "attacks on the %s split, at most %s of the words of a sentence, but one at least:",
        summary.split(), Wording.percent(summary.budget()));
    String columns = "%-12s %-9s %9s %9s %13s %8s %14s %8s";
    print(columns, AttackScore.COLUMNS.toArray());
    summary.scores().forEach(score -> print(columns, attackRow(score)));
  }

  private static Object[] attackRow(AttackScore score) {
    return new Object[] {
      score.network(),
      score.attack(),
      score.sentences(),
      String.format(Locale.ROOT, "%.4f", score.cleanAccuracy()),
      String.format(Locale.ROOT, "%.4f", score.accuracyUnderAttack()),
      Wording.percent(score.successRate()),
      score.turned() == 0 ? "-" : Wording.percent(score.changedFraction()),
      String.format(Locale.ROOT, "%.1f", score.queries())
    };
  }

  void report(Path report) {
    print("report: %s", shown(report));
  }

  void scored(ScoreSummary summary) {
    double rate = summary.scored() / summary.seconds();
    print(
        "scored: %s in %.1f s%s, in %s",
        Wording.counted(summary.scored(), summary.terms().example()),
        summary.seconds(),
        rate < LEAST_RATE
            ? ""
            : String.format(Locale.ROOT, " (%,.0f %ss/s)", rate, summary.terms().example()),
        Messages.plain(summary.output()));
    if (summary.rejected() > 0) {
      print(
          "rejected: %s, with the reason of each in %s",
          Wording.counted(summary.rejected(), summary.terms().row()),
          Messages.plain(summary.rejects()));
    }
    if (summary.cut() > 0) {
      print(
          "only the beginning was read of %s",
          Wording.counted(summary.cut(), summary.terms().example()));
    }
    if (!summary.withoutAny().isEmpty()) {
      print("nothing to score in %s", String.join(", ", summary.withoutAny()));
    }
  }

  private static String shown(Path path) {
    return Messages.plain(path.toString());
  }

  void print(String format, Object... args) {
    out.println(String.format(Locale.ROOT, format, args));
    out.flush();
  }
}
