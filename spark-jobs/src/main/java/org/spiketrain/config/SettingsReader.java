package org.spiketrain.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.spiketrain.config.ExperimentConfig.CommitteePlan;
import org.spiketrain.config.ExperimentConfig.MemberPlan;
import org.spiketrain.config.ExperimentConfig.OutputSettings;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.SharedSettings;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.events.EventColumns;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.data.text.StopWords;
import org.spiketrain.data.text.VectorSettings;
import org.spiketrain.data.text.VectorSettings.Format;
import org.spiketrain.evaluate.EvaluationSettings;
import org.spiketrain.evaluate.baseline.Baselines;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.attack.GreedyAttack;
import org.spiketrain.model.attack.SynonymIndex;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.zoo.AnswerRule;
import org.spiketrain.model.zoo.ClassPriors;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.registry.mlflow.MlflowSettings;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.robustness.AttackSettings;
import org.spiketrain.score.CsvDialect;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreNames;
import org.spiketrain.score.ScoreNames.Answers;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoreSettings.Write;
import org.spiketrain.sweep.Halving;
import org.spiketrain.sweep.SweepSettings;
import org.spiketrain.train.TaskSlots.Placement;

/** Reads every key there is into the settings it belongs to. */
record SettingsReader(ConfigReader config) {
  private static final String LOSS =
      "a loss, as in ce-mean or mse-count(0.8, 0.2) (spiketrain help network lists all), or"
          + " nothing";
  private static final SentenceSize ANY_SENTENCE = new SentenceSize(65_536, 1, 1);

  ExperimentConfig experiment() {
    long seed = config.whole("seed", Range.any());
    CorpusTable table = CorpusTable.of(config);
    CorpusSettings data = data(new SharedSettings(path(), table, split(), seed));
    OutputSettings output = output();
    var unused = sweep();
    NetworkSettings network = network(data.ngrams());
    TrainingReader trainings = new TrainingReader(config);
    TrainingPlan training = trainings.training(network, seed);
    Optional<CommitteePlan> committee =
        new CommitteeReader(config).committee(data, OutputLayout.of(output.path()));
    List<MemberPlan> beside = beside(data, OutputLayout.of(output.path()));
    ExperimentConfig experiment =
        new ExperimentConfig(
            data,
            output,
            network,
            training,
            trainings.conversion(artificial(), training, network, data),
            committee,
            beside,
            config.optional("training.start-from"),
            evaluation(DataKinds.get(data.kind()), seed, output.mode()),
            attack(seed, output.mode()),
            scoring(output.mode()),
            energy(),
            new NightlyReader(config).nightly(),
            registry(),
            mlflow(),
            config.rendered());
    experiment.evaluatedSplits().forEach((key, split) -> requireExamples(key, split, data));
    if (table.isNamed() && !data.table().isNamed()) {
      throw config.bad(
          "data.kind", "names, events, text or another kind that reads tables (data.source)");
    }
    // Each member is checked by itself, and nothing else is trained.
    if (committee.isEmpty()) {
      data.check(config);
    }
    return experiment;
  }

  private List<MemberPlan> beside(CorpusSettings data, OutputLayout run) {
    NetworkSections sections = NetworkSections.BESIDE;
    return sections.names(config).stream()
        .map(name -> sections.member(config, name, run.beside(name), data))
        .toList();
  }

  ModelUse modelUse() {
    OutputSettings output = output();
    return new ModelUse(output, scoring(output.mode()), registry(), mlflow());
  }

  private void requireExamples(String key, Split evaluated, CorpusSettings data) {
    if (data.leavesEmpty(evaluated)) {
      throw config.bad(
          key, "a split with examples, but split.%s-fraction is 0".formatted(evaluated.label()));
    }
  }

  private String path() {
    return config.parsed(
        "data.path",
        "a path",
        text -> text.startsWith(SourceFiles.BUILTIN) ? text : PathSetting.parse("data.path", text));
  }

  /** Keys of the kinds that are not chosen are read, and not used. */
  private CorpusSettings data(SharedSettings shared) {
    Map<String, CorpusSettings> all = new TreeMap<>();
    for (DataKind kind : DataKinds.all()) {
      all.put(kind.name(), kind.settings(config, shared));
    }
    return all.get(
        config.parsed(
            "data.kind",
            "names, events, text, or a kind that a jar brings (--jars)",
            DataKinds::get));
  }

  private SplitSettings split() {
    SplitProtocol protocol = config.choice("split.protocol", SplitProtocol.class);
    double train = config.number("split.train-fraction", Range.aboveTo(0, 1));
    double validation = config.number("split.validation-fraction", Range.halfOpen(0, 1));
    double test = config.number("split.test-fraction", Range.halfOpen(0, 1));
    return config.checked(
        "split.train-fraction",
        () ->
            switch (protocol) {
              case TUTORIAL -> SplitSettings.tutorial(train, validation);
              case STRATIFIED -> SplitSettings.stratified(train, validation, test);
              case HASH -> SplitSettings.hash(train, validation, test);
              case COLUMN -> SplitSettings.column();
            });
  }

  /** The network that is trained for the data themselves, whose longest n-grams these are. */
  private NetworkSettings network(int ngrams) {
    NetworkSettings network = section("network");
    List<Integer> channels = IntStream.rangeClosed(1, ngrams).boxed().toList();
    NetworkSettings checked =
        config.checked(
            "network.stack",
            () ->
                network.checked(
                    new NetworkInput(ngrams, channels, InputCoding.DENSE, ANY_SENTENCE)));
    if (checked.learnsWords()) {
      throw config.bad(
          "network.stack", "a stack without embedding, which only conversion.stack may begin with");
    }
    return checked;
  }

  /** The ANN that is converted; its stack is blank where there is none. */
  private NetworkSettings artificial() {
    NetworkSettings network = section("conversion");
    return network.stack().isBlank()
        ? network
        : config.checked(
            "conversion.stack",
            () -> network.checked(NetworkInput.ofSentences(ANY_SENTENCE.words(), ANY_SENTENCE)));
  }

  private NetworkSettings section(String section) {
    String key = section + ".loss";
    String loss = config.parsed(key, LOSS, text -> text);
    try {
      var unused = loss.isBlank() ? loss : SequenceLoss.parse(loss);
    } catch (UserErrorException e) {
      throw config.bad(key, LOSS + ". " + e.getMessage());
    }
    return new NetworkSettings(config.text(section + ".stack"), loss);
  }

  private OutputSettings output() {
    return new OutputSettings(
        config.parsed("output.path", "a path", text -> PathSetting.parse("output.path", text)),
        config.flag("output.overwrite") ? OutputMode.OVERWRITE : OutputMode.REFUSE_EXISTING);
  }

  private EvaluationSettings evaluation(DataKind kind, long seed, OutputMode mode) {
    return new EvaluationSettings(
        config.choice("evaluation.split", Split.class),
        baselines(kind),
        config.integer("evaluation.tutorial-pairs", Range.from(0)),
        answers("evaluation"),
        seed,
        mode);
  }

  /** Keys of baselines; earlier versions had true and false here. */
  private List<String> baselines(DataKind kind) {
    String key = "evaluation.baselines";
    List<String> chosen =
        switch (config.text(key).strip()) {
          case "true" -> List.of(Baselines.AUTO);
          case "none", "false" -> List.of();
          default -> config.list(key);
        };
    return config.checked(
        key,
        () -> {
          var unused = Baselines.of(kind, chosen);
          return chosen;
        });
  }

  private AnswerRule answers(String section) {
    return new AnswerRule(
        ClassPriors.parse(
            config.parsed(section + ".priors", ClassPriors.EXPECTED, ClassPriors::parse)),
        config.number(section + ".none-below", Range.between(0, 1)));
  }

  private AttackSettings attack(long seed, OutputMode mode) {
    Set<String> stopWords = new TreeSet<>(StopWords.english());
    stopWords.addAll(config.list("attack.stop-words"));
    return new AttackSettings(
        config.integer("attack.sentences", Range.from(0)),
        new GreedyAttack.Budget(config.number("attack.budget", Range.aboveTo(0, 1))),
        new SynonymIndex.Settings(
            config.integer("attack.candidates", Range.between(1, 10_000)),
            config.number("attack.minimum-similarity", Range.between(-1, 1)),
            stopWords),
        vectors("attack.vectors"),
        seed,
        mode);
  }

  private Optional<VectorSettings> vectors(String key) {
    String path =
        config.parsed(
            key,
            "a path, or nothing",
            text -> text.isEmpty() ? text : PathSetting.parse(key, text));
    Format format = config.choice(key + "-format", List.of(Format.TEXT, Format.WORD2VEC_BINARY));
    return path.isEmpty() ? Optional.empty() : Optional.of(VectorSettings.ofFile(path, format));
  }

  SweepSettings sweep() {
    return new SweepSettings(
        SweepSettings.grid(
            config.parsed(
                "ablation.grid", "lines of KEY=VALUE,VALUE,..., or nothing", SweepSettings::grid)),
        config.integer("ablation.samples", Range.between(0, 100_000)),
        config.whole("ablation.seed", Range.any()),
        config.integer("ablation.parallel", Range.between(0, 10_000)),
        config.choice("ablation.placement", Placement.class),
        new Halving(
            config.integer("ablation.halving", Range.between(0, 100)),
            config.integer("ablation.rungs", Range.between(1, 20))));
  }

  private EnergyCosts energy() {
    return new EnergyCosts(
        config.number("energy.multiply-accumulate-pj", Range.from(0)),
        config.number("energy.accumulate-pj", Range.from(0)),
        config.number("energy.weight-access-pj", Range.from(0)),
        config.number("energy.state-access-pj", Range.from(0)),
        config.number("energy.activation-access-pj", Range.from(0)));
  }

  private RegistrySettings registry() {
    String key = "registry.path";
    String path = config.optional(key);
    return config.checked(
        key,
        () -> config.isSet(key) ? new RegistrySettings(Optional.of(path)) : RegistrySettings.UNSET);
  }

  private MlflowSettings mlflow() {
    String uri = config.optional("mlflow.uri");
    String experiment = config.optional("mlflow.experiment");
    String model = config.optional("mlflow.registered-model");
    return config.checked("mlflow.uri", () -> new MlflowSettings(uri, experiment, model));
  }

  private ScoreSettings scoring(OutputMode mode) {
    return new ScoreSettings(
        config.integer("scoring.top-k", Range.from(1)),
        config.choice("scoring.format", OutputFormat.class),
        new CsvDialect(
            config.choice("scoring.csv-header", CsvHeader.class),
            CsvDialect.delimiter(
                config.parsed(
                    "scoring.csv-delimiter",
                    "one character, as in ;, or the word tab",
                    CsvDialect::delimiter))),
        mode,
        TableSource.of(config, "scoring.source."),
        config.text("scoring.source.column"),
        new ScoreNames(
            config.choice("scoring.answers", Answers.class),
            config.text("scoring.columns.file"),
            config.text("scoring.columns.row"),
            config.text("scoring.columns.label"),
            config.text("scoring.columns.probability"),
            config.text("scoring.columns.prediction"),
            config.text("scoring.columns.labels"),
            config.text("scoring.columns.probabilities"),
            config.list("scoring.columns.written")),
        new ScoreTarget(
            config.choice("scoring.target.write", Write.class),
            config.text("scoring.target.table"),
            config.list("scoring.target.partition-by"),
            config.text("scoring.target.rejects")),
        EventColumns.of(config, "scoring.source."),
        answers("scoring"));
  }
}
