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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.score.ScoreJob;
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
      "Names or sentences given as arguments are answered at once; --input and --output score",
      "files, or a folder of them, on Spark."
    })
final class ScoreCommand extends ConsoleCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      description = "Configuration whose output.path and scoring section are used.")
  private Optional<String> configuration;

  @Mixin private Overrides overrides;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = {
        "The model: a model.zip, or models:/NAME@ALIAS, models:/NAME/NUMBER of the registry.",
        "Default: <output.path>/model.zip of the configuration."
      })
  private Optional<String> model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = {
        "What to score, a file or a folder of files on any Hadoop file system. Names or sentences:",
        "text (one a line), CSV, TSV, JSON Lines, Parquet or ORC (column \"name\", of sentences \"text\","
            + " or --column);",
        "all other columns are carried through. Other formats and options: scoring.source.",
        "Recordings, with a model of events: .h5, .h5.gz or .h5.zip, or JSON Lines, Parquet or ORC with",
        "an array of times and one of units a row (scoring.source.times, units); they need no labels."
      })
  private Optional<String> input;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Table of the catalogue to score, in place of --input (scoring.source.table).")
  private Optional<String> table;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "Column of the names or sentences (scoring.source.column).")
  private Optional<String> column;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = "Folder for the scores; a table instead: scoring.target.table.")
  private Optional<String> output;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Classes given for each name, sentence or recording. Default: scoring.top-k, 3.")
  private Optional<Integer> top;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "parquet, orc, csv or json (JSON Lines). Default: scoring.format, parquet.",
        "Those given as arguments are answered in csv or json too, where that is asked for here."
      })
  private Optional<OutputFormat> format;

  @Option(
      names = "--priors",
      paramLabel = "SHARES",
      description = {
        "Shares of the classes for which to answer: trained (as in the training), uniform, or",
        "CLASS=SHARE,... Default: scoring.priors, trained."
      })
  private Optional<String> priors;

  @Option(
      names = "--none-below",
      paramLabel = "P",
      description =
          "Give no answer where the best class is less probable. Default: scoring.none-below, 0.")
  private Optional<String> noneBelow;

  @Option(names = "--overwrite", description = "Replace earlier scores in --output.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description = {
        "Go on with a scoring into --output that was cut off, if there is one: with the same input, model",
        "and settings. Scores that are complete stay as they are."
      })
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
    ExperimentConfig config =
        configuration
            .map(file -> overrides.over(file, keys()))
            .orElseGet(() -> overrides.overDefaults(keys()));
    ScoreSettings defaults = config.scoring();
    ScoreSettings settings =
        new ScoreSettings(
            top.orElse(defaults.top()),
            format.orElse(defaults.format()),
            defaults.csv(),
            overwrite ? OutputMode.OVERWRITE : defaults.mode(),
            defaults.source(),
            defaults.column(),
            defaults.names(),
            defaults.target(),
            defaults.events(),
            defaults.rule());
    checkFiles(settings);
    return areAnswered() ? answer(config, settings) : scoreFiles(config, settings);
  }

  private Path modelFile(Configuration conf, ExperimentConfig config) {
    return model
        .map(m -> ModelFile.named(conf, config.registry(), "--model", m))
        .orElseGet(() -> OutputLayout.of(config.output().path()).model());
  }

  /** Options that are keys in short. */
  private Map<String, String> keys() {
    Map<String, String> keys = new HashMap<>();
    column.ifPresent(name -> keys.put("scoring.source.column", name));
    table.ifPresent(
        name -> {
          keys.put("scoring.source.table", name);
          keys.put("scoring.source.format", "");
        });
    priors.ifPresent(shares -> keys.put("scoring.priors", shares));
    noneBelow.ifPresent(probability -> keys.put("scoring.none-below", probability));
    return keys;
  }

  /** Whether answers go to the console, not into files. */
  private boolean areAnswered() {
    return interactive || !texts.isEmpty();
  }

  private int answer(ExperimentConfig config, ScoreSettings settings) {
    requireHere(", or score files with --input and --output");
    Configuration conf = HadoopSettings.submitted();
    Path file = modelFile(conf, config);
    ScoringModel scoring = ModelFile.ofLines(ModelFile.read(conf, file), file, settings.rule());
    int most = settings.top();
    noteWhatIsCut(scoring);
    LineColumn named = scoring.lines().column();
    ScorePrinter printer =
        format
            .map(f -> f == OutputFormat.CSV ? ScorePrinter.csv(named) : ScorePrinter.json(named))
            .orElseGet(ScorePrinter::tutorial);
    boolean all = print(scoring.answers(texts, most), printer);
    if (interactive) {
      all &= answerTyped(scoring, printer, most);
    }
    return all ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Returns whether all could be answered. */
  private boolean answerTyped(ScoringModel scoring, ScorePrinter printer, int most) {
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    boolean all = true;
    try {
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        if (!line.isBlank()) {
          all &= print(scoring.answers(List.of(line), most), printer);
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

  private int scoreFiles(ExperimentConfig config, ScoreSettings settings) {
    try (SparkSessions.Opened spark = SparkSessions.open("score")) {
      Configuration conf = spark.session().sessionState().newHadoopConf();
      String from = input.map(path -> PathSetting.parse("--input", path).toString()).orElse("");
      String to = output.map(path -> folder(conf, path, settings)).orElse("");
      Path file = modelFile(conf, config);
      ScoringModel scoring = ModelFile.scoring(ModelFile.read(conf, file), file, settings.rule());
      noteWhatIsCut(scoring);
      Results results = new Results(out());
      try {
        results.scored(
            new ScoreJob(
                    spark.session(),
                    scoring,
                    ModelFile.digest(conf, file),
                    ModelFile.version(conf, file))
                .run(
                    from,
                    to,
                    settings,
                    resume ? ScoreJob.Start.RESUME : ScoreJob.Start.ANEW,
                    results));
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

  private void noteWhatIsCut(ScoringModel scoring) {
    int classes = scoring.classes().size();
    if (top.isPresent() && top.get() > classes) {
      complain(
          "--top-k %d is more than the %d %ss that the model knows: all of them are given"
              .formatted(top.get(), classes, scoring.terms().label()));
    }
  }

  private void checkUsage() {
    if (model.isEmpty() && configuration.isEmpty() && !overrides.contain("output.path")) {
      throw usage("Which model? Name it with --model FILE, or its run with -D output.path=...");
    }
    if (areAnswered() && (input.isPresent() || output.isPresent())) {
      throw usage("Give either names or sentences, or files with --input and --output, not both");
    }
    if (areAnswered() && format.filter(ScoreCommand::isBinary).isPresent()) {
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
    if (resume && (intoTable || settings.target().write() != Write.WHOLE)) {
      throw usage(
          "Only scores that become a folder of their own can be gone on with: leave --resume away (scoring.target)");
    }
    if (input.isEmpty() && !fromTable) {
      throw usage(
          "Nothing to score: give names or sentences, or files with --input (or a --table) and --output");
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
