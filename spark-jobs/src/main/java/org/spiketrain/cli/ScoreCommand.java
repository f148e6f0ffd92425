package org.spiketrain.cli;

import java.util.List;
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
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.score.ScoreJob;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScorePrinter;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoringModel;
import org.spiketrain.score.SingleScorer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spiketrain score}. */
@Command(
    name = "score",
    description = {
      "Score names, sentences or recordings with a trained network.",
      "Names or sentences given as arguments are answered at once; --input and --output score",
      "files, or a folder of them, on Spark."
    })
final class ScoreCommand implements Callable<Integer> {
  @Mixin private ScoreOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model. Default: <output.path>/model.zip of the configuration.")
  private Optional<String> model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = {
        "What to score, a file or a folder of files on any Hadoop file system. Names or sentences:",
        "text (one a line), CSV or Parquet (column \"name\", of sentences \"text\"); how CSV is",
        "written: scoring.csv-header and scoring.csv-delimiter. Recordings, with a model of events: .h5, .h5.gz or .h5.zip;",
        "they need no labels."
      })
  private Optional<String> input;

  @Option(names = "--output", paramLabel = "PATH", description = "Folder for the scores.")
  private Optional<String> output;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..*",
      description = "Names, or sentences in quotation marks, to score.")
  private List<String> texts = List.of();

  @Override
  public Integer call() {
    checkUsage();
    ExperimentConfig config = options.load();
    ScoreSettings settings = options.settings(config);
    Path file =
        model
            .map(m -> PathSetting.parse("--model", m))
            .orElseGet(() -> OutputLayout.of(config.output().path()).model());
    return texts.isEmpty()
        ? scoreFiles(file, input.orElseThrow(), output.orElseThrow(), settings)
        : scoreTexts(file, settings.top());
  }

  /** One bad name does not keep the others from their answers. */
  private int scoreTexts(Path file, int top) {
    ScoringModel scoring =
        ModelFile.ofLines(ModelFile.read(HadoopSettings.submitted(), file), file);
    noteWhatIsCut(scoring);
    SingleScorer.Answers answers = new SingleScorer(scoring).score(texts, top);
    printer(scoring.lines().column()).print(answers.scored(), spec.commandLine().getOut());
    if (answers.cut() > 0) {
      complain("only the beginning was read of " + Wording.counted(answers.cut(), "sentence"));
    }
    answers.problems().forEach(this::complain);
    return answers.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private ScorePrinter printer(LineColumn column) {
    return options
        .format()
        .map(
            format ->
                format == OutputFormat.CSV ? ScorePrinter.csv(column) : ScorePrinter.json(column))
        .orElseGet(ScorePrinter::tutorial);
  }

  private void noteWhatIsCut(ScoringModel scoring) {
    int classes = scoring.classes().size();
    options
        .top()
        .filter(top -> top > classes)
        .ifPresent(
            top ->
                complain(
                    "--top-k %d is more than the %d %ss that the model knows: all of them are given"
                        .formatted(top, classes, scoring.terms().label())));
  }

  private void complain(String problem) {
    spec.commandLine().getErr().println("spiketrain: " + problem);
    spec.commandLine().getErr().flush();
  }

  private int scoreFiles(Path file, String from, String to, ScoreSettings settings) {
    try (SparkSessions.Opened spark = SparkSessions.open("score")) {
      Configuration conf = spark.session().sessionState().newHadoopConf();
      new OutputFolder(to, settings.mode()).refuseExisting(conf);
      ScoringModel scoring = ModelFile.scoring(ModelFile.read(conf, file), file);
      noteWhatIsCut(scoring);
      ScoreSummary summary = new ScoreJob(spark.session(), scoring).run(from, to, settings);
      new Results(spec.commandLine().getOut()).scored(summary);
      return ExitCode.OK;
    }
  }

  private void checkUsage() {
    if (model.isEmpty() && !options.nameAnOutput()) {
      throw usage("Which model? Name it with --model FILE, or its run with -D output.path=...");
    }
    if (texts.isEmpty() && input.isEmpty()) {
      throw usage("Nothing to score: give names or sentences, or files with --input and --output");
    }
    if (!texts.isEmpty() && (input.isPresent() || output.isPresent())) {
      throw usage("Give either names or sentences, or files with --input and --output, not both");
    }
    if (!texts.isEmpty() && options.format().equals(Optional.of(OutputFormat.PARQUET))) {
      throw usage(
          "Parquet is no format for a terminal: give --format csv or json, or score files with --input and --output");
    }
    if (texts.isEmpty() && output.isEmpty()) {
      throw usage("Where to? Name a folder for the scores with --output");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The configuration of a scoring, and options that go before it. */
  static final class ScoreOptions {
    @Option(
        names = "--config",
        paramLabel = "CONFIG",
        description = "Configuration whose output.path and scoring section are used.")
    private Optional<String> file;

    @Mixin private Overrides overrides;

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
        converter = FormatConverter.class,
        description = {
          "parquet, csv or json (JSON Lines). Default: scoring.format, parquet.",
          "Those given as arguments are answered in csv or json too, where that is asked for here."
        })
    private Optional<OutputFormat> format;

    @Option(names = "--overwrite", description = "Replace earlier scores in --output.")
    private boolean overwrite;

    ExperimentConfig load() {
      return file.map(overrides::over).orElseGet(overrides::overDefaults);
    }

    /** The number of classes that was asked for on the command line. */
    Optional<Integer> top() {
      return top;
    }

    /** The format that was asked for on the command line. */
    Optional<OutputFormat> format() {
      return format;
    }

    /** Returns whether the configuration says where the model lies. */
    boolean nameAnOutput() {
      return file.isPresent() || overrides.contain("output.path");
    }

    ScoreSettings settings(ExperimentConfig config) {
      ScoreSettings defaults = config.scoring();
      return new ScoreSettings(
          top.orElse(defaults.top()),
          format.orElse(defaults.format()),
          defaults.csv(),
          overwrite ? OutputMode.OVERWRITE : defaults.mode());
    }

    /** Reads an output format. */
    static final class FormatConverter implements ITypeConverter<OutputFormat> {
      @Override
      public OutputFormat convert(String text) {
        return Choice.of(OutputFormat.class, text);
      }
    }
  }
}
