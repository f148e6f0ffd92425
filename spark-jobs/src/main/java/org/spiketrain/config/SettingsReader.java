package org.spiketrain.config;

import java.util.List;
import org.spiketrain.config.ExperimentConfig.EvaluationPlan;
import org.spiketrain.config.ExperimentConfig.OutputSettings;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.data.text.TextFolder;
import org.spiketrain.data.text.TextSettings;
import org.spiketrain.evaluate.EvaluationSettings;
import org.spiketrain.evaluate.EvaluationSettings.Baselines;
import org.spiketrain.model.encode.Boundaries;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.score.CsvDialect;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.score.ScoreSettings.OutputFormat;

/** Reads every key there is into the settings it belongs to. */
final class SettingsReader {

  private static final String DELIMITER = "one character, as in ;, or the word tab";
  private static final String PATH = "a path";
  private static final String BUILTIN = "builtin:";
  private static final List<String> CHANGES_OF_PLACE =
      List.of(
          "channel-shift", "channel-jitter", "time-shift", "time-jitter", "time-stretch", "blend");

  private final ConfigReader config;

  SettingsReader(ConfigReader config) {
    this.config = config;
  }

  ExperimentConfig experiment() {
    long seed = config.whole("seed", Range.ALL);
    NamesSettings names = names(seed);
    EventsSettings events = new EventsReader(config).events(names.path());
    TextSettings text = new TextReader(config).text(names.path(), names.split(), seed);
    DataKind kind = config.choice("data.kind", DataKind.class);
    OutputSettings output = output();
    NetworkReader networks = new NetworkReader(config);
    NetworkSettings network = networks.network(names.letters().ngrams());
    TrainingReader trainings = new TrainingReader(config);
    TrainingPlan training = trainings.training(network, seed);
    EvaluationPlan evaluation = evaluation(seed, output.mode());
    ScoreSettings scoring = scoring(output.mode());
    switch (kind) {
      case NAMES -> checkSplits(names.split(), training, evaluation);
      case EVENTS -> checkFolder(names.path());
      case TEXT -> checkText(text);
    }
    return new ExperimentConfig(
        switch (kind) {
          case NAMES -> names;
          case EVENTS -> events;
          case TEXT -> text;
        },
        output,
        network,
        training,
        trainings.conversion(networks.artificial(), training, network, text.encoding()),
        evaluation,
        new AttackReader(config).attack(seed, output.mode()),
        scoring,
        energy(),
        config.rendered());
  }

  /** What the data are. Keys of the other kinds are read, and not used. */
  private enum DataKind {
    NAMES,
    EVENTS,
    TEXT
  }

  private void checkText(TextSettings text) {
    if (text.path().startsWith(BUILTIN) && !text.path().equals(TextFolder.BUILTIN_OPINIONS)) {
      throw config.bad(
          "data.path",
          "a folder, or %s, with data.kind text".formatted(TextFolder.BUILTIN_OPINIONS));
    }
    if (text.files().train().isEmpty()) {
      throw config.bad(
          "data.text.train-files", "at least one file below data.path, with data.kind text");
    }
    for (String change : CHANGES_OF_PLACE) {
      if (config.number(TrainingReader.AUGMENTATION + change, Range.from(0)) > 0) {
        throw config.bad(
            TrainingReader.AUGMENTATION + change,
            "0 with data.kind text, where only drop is of use");
      }
    }
  }

  private NamesSettings names(long seed) {
    String path =
        config.parsed(
            "data.path",
            PATH,
            text -> text.startsWith(BUILTIN) ? text : PathSetting.parse("data.path", text));
    return new NamesSettings(path, letters(), split(), seed);
  }

  private void checkFolder(String path) {
    if (path.startsWith(BUILTIN)) {
      throw config.bad("data.path", "a folder of .h5 or .h5.gz files with data.kind events");
    }
  }

  private LetterEncoder.Settings letters() {
    LetterEncoder.Settings letters =
        new LetterEncoder.Settings(
            config.text("data.names.letters"),
            config.flag("data.names.fold-case"),
            config.flag("data.names.keep-spaces"),
            config.choice("data.names.boundaries", Boundaries.class),
            config.integer("data.names.masked-prefix", Range.from(0)),
            config.integer("data.names.ngrams", Range.fromTo(1, LetterEncoder.LONGEST_NGRAM)),
            config.integer("data.names.ngram-minimum-count", Range.from(1)),
            List.of());
    return config.checked("data.names.letters", () -> new LetterEncoder(letters)).settings();
  }

  private SplitSettings split() {
    SplitProtocol protocol = config.choice("split.protocol", SplitProtocol.class);
    double train = config.number("split.train-fraction", Range.UP_TO_ONE);
    double validation = config.number("split.validation-fraction", Range.BELOW_ONE);
    double test = config.number("split.test-fraction", Range.BELOW_ONE);
    return config.checked(
        "split.train-fraction",
        () ->
            switch (protocol) {
              case TUTORIAL -> SplitSettings.tutorial(train, validation);
              case STRATIFIED -> SplitSettings.stratified(train, validation, test);
            });
  }

  private OutputSettings output() {
    return new OutputSettings(
        config.parsed("output.path", PATH, text -> PathSetting.parse("output.path", text)),
        config.flag("output.overwrite") ? OutputMode.OVERWRITE : OutputMode.REFUSE_EXISTING);
  }

  private EvaluationPlan evaluation(long seed, OutputMode mode) {
    return new EvaluationPlan(
        config.choice("evaluation.split", Split.class),
        new EvaluationSettings(
            config.flag("evaluation.baselines") ? Baselines.MEASURE : Baselines.SKIP,
            config.integer("evaluation.tutorial-pairs", Range.from(0)),
            seed,
            mode));
  }

  private EnergyCosts energy() {
    return new EnergyCosts(
        config.number("energy.multiply-accumulate-pj", Range.from(0)),
        config.number("energy.accumulate-pj", Range.from(0)),
        config.number("energy.weight-access-pj", Range.from(0)),
        config.number("energy.state-access-pj", Range.from(0)),
        config.number("energy.activation-access-pj", Range.from(0)));
  }

  private ScoreSettings scoring(OutputMode mode) {
    return new ScoreSettings(
        config.integer("scoring.top-k", Range.from(1)),
        config.choice("scoring.format", OutputFormat.class),
        new CsvDialect(
            config.choice("scoring.csv-header", CsvHeader.class),
            CsvDialect.delimiter(
                config.parsed("scoring.csv-delimiter", DELIMITER, CsvDialect::delimiter))),
        mode);
  }

  /** A split that is evaluated must have examples. */
  private void checkSplits(SplitSettings split, TrainingPlan training, EvaluationPlan evaluation) {
    checkFraction(
        "training.evaluation-split", training.settings().course().evaluationSplit(), split);
    training
        .settings()
        .course()
        .watchedSplit()
        .split()
        .ifPresent(watched -> checkFraction("training.watched-split", watched, split));
    checkFraction("evaluation.split", evaluation.split(), split);
  }

  private void checkFraction(String key, Split evaluated, SplitSettings split) {
    double fraction =
        switch (evaluated) {
          case TRAIN -> split.trainFraction();
          case VALIDATION -> split.validationFraction();
          case TEST -> split.testFraction();
        };
    if (fraction == 0) {
      throw config.bad(
          key, "a split with examples, but split.%s-fraction is 0".formatted(evaluated.label()));
    }
  }
}
