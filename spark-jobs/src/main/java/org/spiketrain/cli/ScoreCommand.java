package org.spiketrain.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.config.ModelUse;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.Ahead;
import org.spiketrain.pipeline.BeforeSpark;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.score.ScoreJob;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScorePrinter;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.Write;
import org.spiketrain.score.ScoringModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spiketrain score}. */
@Command(
    name = "score",
    description = {
      "Score names, sentences or recordings with a trained network.",
      "Names or sentences given as arguments are answered at once; --input and --output score files, or a folder of them, on Spark."
    })
final class ScoreCommand extends ConsoleCommand implements Callable<Integer> {
  @Mixin private ScoringOptions scoring;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "The model: a model.zip, or models:/NAME@ALIAS, models:/NAME/NUMBER of the registry. Default: <output.path>/model.zip of the configuration.")
  private Optional<String> model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "What to score, a file or a folder of files on any Hadoop file system. Names or sentences: text (one a line), CSV, TSV, JSON Lines, Parquet or ORC (column \"name\", of sentences \"text\", or --column); all other columns are carried through. Other formats and options: scoring.source. Recordings, with a model of events: .h5, .h5.gz or .h5.zip, or JSON Lines, Parquet or ORC with an array of times and one of units a row (scoring.source.times, units); they need no labels.")
  private Optional<String> input;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Table of the catalogue to score, in place of --input (scoring.source.table).")
  private Optional<String> table;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = "Folder for the scores; a table instead: scoring.target.table.")
  private Optional<String> output;

  @Option(names = "--overwrite", description = "Replace earlier scores in --output.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description =
          "Go on with a scoring into --output that was cut off, if there is one: with the same input, model and settings. Scores that are complete stay as they are.")
  private boolean resume;

  @Option(
      names = {"-i", "--interactive"},
      description =
          "Answer names or sentences as they are typed, a line each, until the input ends.")
  private boolean interactive;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      description = "Names, or sentences in quotation marks, to score.")
  private List<String> texts = List.of();

  @Override
  public Integer call() {
    checkUsage();
    ModelUse config = scoring.config(keys());
    ScoreSettings settings = config.scoring();
    checkFiles(settings);
    return areAnswered() ? answer(config, settings) : scoreFiles(config, settings);
  }

  private Path modelFile(Configuration conf, ModelUse config) {
    return model
        .map(m -> ModelFile.named(conf, config.registry(), "--model", m))
        .orElseGet(() -> OutputLayout.of(config.output().path()).model());
  }

  /** Options that are keys in short. */
  private Map<String, String> keys() {
    Map<String, String> keys = new HashMap<>();
    if (overwrite) {
      keys.put("output.overwrite", "true");
    }
    table.ifPresent(
        name -> {
          keys.put("scoring.source.table", name);
          keys.put("scoring.source.format", "");
        });
    return keys;
  }

  /** Whether answers go to the console, not into files. */
  private boolean areAnswered() {
    return interactive || !texts.isEmpty();
  }

  private int answer(ModelUse config, ScoreSettings settings) {
    requireHere(", or score files with --input and --output");
    Ahead.await();
    Configuration conf = HadoopSettings.toRead();
    Path file = modelFile(conf, config);
    ScoringModel answering = ModelFile.ofLines(ModelFile.read(conf, file), file, settings.rule());
    int most = settings.top();
    noteWhatIsCut(answering);
    LineColumn named = answering.lines().column();
    ScorePrinter printer =
        scoring
            .format()
            .map(f -> f == OutputFormat.CSV ? ScorePrinter.csv(named) : ScorePrinter.json(named))
            .orElseGet(ScorePrinter::tutorial);
    boolean all = print(answering.answers(texts, most), printer);
    if (interactive) {
      all &= answerTyped(answering, printer, most);
    }
    return all ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Returns whether all could be answered. */
  private boolean answerTyped(ScoringModel answering, ScorePrinter printer, int most) {
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    boolean all = true;
    try {
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        if (!line.isBlank()) {
          all &= print(answering.answers(List.of(line), most), printer);
        }
      }
    } catch (IOException e) {
      throw new UserErrorException("Cannot read what is typed: " + e.getMessage(), e);
    }
    return all;
  }

  /** Returns whether all could be answered; one bad name does not keep the others from theirs. */
  private boolean print(ScoringModel.Answers answers, ScorePrinter printer) {
    printer.print(answers.scored(), out());
    if (answers.cut() > 0) {
      complain("only the beginning was read of " + Wording.counted(answers.cut(), "sentence"));
    }
    answers.problems().forEach(this::complain);
    return answers.problems().isEmpty();
  }

  private int scoreFiles(ModelUse config, ScoreSettings settings) {
    output.ifPresent(
        path ->
            BeforeSpark.check(
                PathSetting.parse("--output", path), conf -> folder(conf, path, settings)));
    Optional<Path> source = input.map(path -> PathSetting.parse("--input", path));
    source.ifPresent(path -> BeforeSpark.check(path, conf -> ScoreJob.requireInput(conf, path)));
    try (SparkSessions.Opened spark = SparkSessions.open("score")) {
      spark.requireLasting(settings.target().table());
      Configuration conf = spark.session().sessionState().newHadoopConf();
      String from = source.map(Path::toString).orElse("");
      String to = output.map(path -> folder(conf, path, settings)).orElse("");
      Path file = modelFile(conf, config);
      ScoringModel answering = ModelFile.scoring(ModelFile.read(conf, file), file, settings.rule());
      noteWhatIsCut(answering);
      Results results = new Results(out());
      ScoreJob job =
          new ScoreJob(
              spark.session(),
              answering,
              ModelFile.digest(conf, file),
              ModelFile.version(conf, file));
      ScoreJob.Start start = resume ? ScoreJob.Start.RESUME : ScoreJob.Start.ANEW;
      Supplier<ScoreSummary> work = () -> job.run(from, to, settings, start, results);
      try {
        results.scored(
            settings.target().isFolderOfItsOwn()
                ? stoppable(
                    () -> "The same command with --resume goes on behind what is done", work)
                : work.get());
      } finally {
        results.ended();
      }
      return ExitCode.OK;
    }
  }

  private String folder(Configuration conf, String path, ScoreSettings settings) {
    return settings.target().write() == Write.WHOLE && !resume
        ? newFolder(conf, path, settings.mode()).toString()
        : PathSetting.parse("--output", path).toString();
  }

  private void noteWhatIsCut(ScoringModel answering) {
    int classes = answering.classes().size();
    Optional<Integer> top = scoring.top();
    if (top.isPresent() && top.get() > classes) {
      complain(
          "--top-k %d is more than the %d %ss that the model knows: all of them are given"
              .formatted(top.get(), classes, answering.terms().label()));
    }
  }

  private void checkUsage() {
    if (model.isEmpty() && !scoring.nameARun()) {
      throw usage("Which model? Name it with --model FILE, or its run with -D output.path=...");
    }
    if (areAnswered() && (input.isPresent() || output.isPresent())) {
      throw usage("Give either names or sentences, or files with --input and --output, not both");
    }
    if (areAnswered() && scoring.format().filter(ScoreCommand::isBinary).isPresent()) {
      throw usage(
          "That is no format for a terminal: give --format csv or json, or score files with"
              + " --input and --output");
    }
  }

  private static boolean isBinary(OutputFormat format) {
    return format == OutputFormat.PARQUET || format == OutputFormat.ORC;
  }

  private void checkFiles(ScoreSettings settings) {
    boolean fromTable = !settings.source().table().isBlank();
    boolean intoTable = !settings.target().table().isBlank();
    if (areAnswered()) {
      return;
    }
    if (resume && !settings.target().isFolderOfItsOwn()) {
      throw usage(
          "Only scores that become a folder of their own can be gone on with: leave --resume away"
              + " (scoring.target)");
    }
    if (input.isEmpty() && !fromTable) {
      throw usage(
          "Nothing to score: give names or sentences, or files with --input (or a --table) and"
              + " --output");
    }
    if (input.isPresent() && fromTable) {
      throw usage("Give either --input or a table, not both");
    }
    if (output.isEmpty() && !intoTable) {
      throw usage("Where to? Name a folder for the scores with --output");
    }
    if (output.isPresent() && intoTable) {
      throw usage("Give either --output or scoring.target.table, not both");
    }
  }
}
