package org.spiketrain.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.evaluate.CommitteeWeights;
import org.spiketrain.evaluate.EvaluationSettings;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.nightly.NightlySettings;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.registry.mlflow.MlflowSettings;
import org.spiketrain.robustness.AttackSettings;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.sweep.SweepSettings;
import org.spiketrain.train.LearningRateTrials;
import org.spiketrain.train.TrainingSettings;
import org.spiketrain.train.TrainingStage.RangeSource;

/**
 * The whole configuration of an experiment, checked. Read it from a file over the defaults of
 * {@code conf/reference.conf}, with the command line's {@code -D key=value} over both.
 *
 * @param conversion the ANN that the network begins as, if there is one
 * @param committee the networks that are trained in place of one, if there are several
 * @param beside networks that are trained after it on the same frames, to be compared with it
 * @param startFrom the trained model that the network begins with, blank if there is none
 * @param rendered every key with its value, as a configuration file that gives this configuration
 *     again
 */
public record ExperimentConfig(
    CorpusSettings data,
    OutputSettings output,
    NetworkSettings network,
    TrainingPlan training,
    Optional<ConversionPlan> conversion,
    Optional<CommitteePlan> committee,
    List<MemberPlan> beside,
    String startFrom,
    EvaluationSettings evaluation,
    AttackSettings attack,
    ScoreSettings scoring,
    EnergyCosts energy,
    NightlySettings nightly,
    RegistrySettings registry,
    MlflowSettings mlflow,
    String rendered) {
  /**
   * Sections that say where things lie, when they are done and what beside, but nothing of what
   * comes out.
   */
  private static final List<String> PLACES =
      List.of("output", "ablation", "beside", "nightly", "registry", "mlflow");

  /**
   * Reads a file.
   *
   * @param file a local file, one that comes with Spiketrain such as {@code conf/names-demo.conf},
   *     or a path on any Hadoop file system
   * @param overrides values by key, which go before the file's
   * @throws ConfigErrorException if it cannot be read, has an unknown key or a value out of range
   */
  public static ExperimentConfig load(String file, Map<String, String> overrides) {
    return resolve(ConfigFiles.over(Optional.of(file), overrides));
  }

  /**
   * Reads what an ablation of a file's configuration tries. The rest of it is not read: it may go
   * together only with values of the grid.
   *
   * @throws ConfigErrorException if it cannot be read, or a value is out of range
   */
  public static SweepSettings sweep(String file, Map<String, String> overrides) {
    return reader(ConfigFiles.over(Optional.of(file), overrides)).sweep();
  }

  /**
   * The defaults with these overrides.
   *
   * @throws ConfigErrorException if there is an unknown key or a value out of range
   */
  public static ExperimentConfig defaults(Map<String, String> overrides) {
    return resolve(ConfigFiles.overrides(overrides));
  }

  /**
   * The defaults with values that stand in a file which is no configuration itself.
   *
   * @param file its name, for messages
   * @throws ConfigErrorException if there is an unknown key or a value out of range
   */
  public static ExperimentConfig of(Map<String, String> values, String file) {
    return resolve(ConfigFiles.of(values, file));
  }

  /**
   * The configuration without the paths of its outputs and of the registry, what an ablation varies
   * and how it is used night after night: what a model's provenance keeps, so that the same
   * training gives the same file in any folder.
   */
  public String recipe() {
    Config recipe = ConfigFactory.parseString(rendered);
    for (String section : PLACES) {
      recipe = recipe.withoutPath(section);
    }
    return ConfigReader.render(recipe);
  }

  /**
   * The sections that say what a network reads and what it is, and none of its training: all that
   * is known of one that was trained elsewhere.
   */
  public String dataAndNetwork() {
    Config all = ConfigFactory.parseString(rendered);
    return ConfigReader.render(all.withOnlyPath("data").withFallback(all.withOnlyPath("network")));
  }

  /**
   * The same configuration with other values of some keys.
   *
   * @throws ConfigErrorException if there is an unknown key or a value out of range
   */
  public ExperimentConfig with(Map<String, String> overrides) {
    return resolve(ConfigFiles.overrides(overrides).withFallback(ConfigFiles.stored(rendered)));
  }

  /** The trainings of its networks: of the members of a committee, else one. */
  public List<TrainingPlan> trainings() {
    return committee
        .map(plan -> plan.members().stream().map(one -> one.config().training()).toList())
        .orElse(List.of(training));
  }

  /** The same with other data. */
  ExperimentConfig with(CorpusSettings other) {
    return new ExperimentConfig(
        other,
        output,
        network,
        training,
        conversion,
        committee,
        beside,
        startFrom,
        evaluation,
        attack,
        scoring,
        energy,
        nightly,
        registry,
        mlflow,
        rendered);
  }

  /**
   * The splits that are evaluated, during the training or after it, by the keys that say so. A
   * committee's are evaluated by its members while they are trained.
   */
  public Map<String, Split> evaluatedSplits() {
    Map<String, Split> evaluated = new LinkedHashMap<>();
    if (committee.isEmpty()) {
      TrainingSettings.Course course = training.settings().course();
      evaluated.put("training.evaluation-split", course.evaluationSplit());
      course.watchedSplit().split().ifPresent(it -> evaluated.put("training.watched-split", it));
    }
    evaluated.put("evaluation.split", evaluation.split());
    return evaluated;
  }

  /**
   * Refuses a configuration of a model file that cannot be read without reading anything else.
   *
   * @throws ConfigErrorException if it is none, or includes or refers to something outside of it
   */
  public static void checkStored(String rendered) {
    ConfigFiles.stored(rendered);
  }

  /**
   * The keys that a model was trained with, with today's defaults where it has none.
   *
   * @param rendered what {@link #rendered} or {@link #recipe} gave, of this version or another
   */
  public static KeyReader former(String rendered) {
    return new ConfigReader(withDefaults(rendered), ConfigFiles.reference());
  }

  private static Config withDefaults(String rendered) {
    return ConfigFiles.stored(rendered).withFallback(ConfigFiles.reference()).resolve();
  }

  /**
   * All keys with their values, sorted by key: today's defaults where the configuration has none.
   *
   * @param rendered what {@link #rendered} or {@link #recipe} gave, of this version or another
   */
  public static Map<String, String> entriesWithDefaults(String rendered) {
    return entries(withDefaults(rendered));
  }

  /**
   * The keys of a rendered configuration with their values, sorted by key.
   *
   * @param rendered what {@link #rendered} or {@link #recipe} gave
   */
  public static Map<String, String> entries(String rendered) {
    return entries(ConfigFiles.stored(rendered));
  }

  private static Map<String, String> entries(Config config) {
    Map<String, String> entries = new TreeMap<>();
    KeyNames.leaves(config.root())
        .forEach((key, value) -> entries.put(key, value.unwrapped().toString()));
    return entries;
  }

  private static ExperimentConfig resolve(Config set) {
    return reader(set).experiment();
  }

  /**
   * Returns what {@code conf/reference.conf} says of a key, its first sentence; empty of others.
   */
  public static Optional<String> explanation(String key) {
    return KeyNames.explanation(ConfigFiles.reference().root(), key);
  }

  static SettingsReader reader(Config set) {
    Config reference = ConfigFiles.reference();
    Config merged;
    try {
      merged = set.withFallback(reference).resolve();
    } catch (ConfigException e) {
      throw new ConfigErrorException("Cannot resolve the configuration: " + e.getMessage(), e);
    }
    FormerNetwork.refuse(merged.root());
    Set<String> known = KeyNames.leaves(reference.root()).keySet();
    Set<String> all = new HashSet<>(known);
    all.addAll(NetworkSections.COMMITTEE.known(merged.root(), known));
    all.addAll(NetworkSections.BESIDE.known(merged.root(), known));
    KeyNames.refuseUnknown(merged.root(), all);
    return new SettingsReader(new ConfigReader(merged, reference));
  }

  /** The ANN that a spiking one begins as: its layers, how it is trained, and how converted. */
  public record ConversionPlan(
      NetworkSettings network, TrainingPlan training, RangeSource normalisation) {
    /** Keys of a training whose values come from others where the ANN is trained. */
    public static final Map<String, String> KEYS =
        Map.of(
            "network.stack", "conversion.stack",
            "network.loss", "conversion.loss",
            "training.batch-size", "conversion.batch-size",
            "training.averaging-frequency", "conversion.averaging-frequency",
            "training.examples", "conversion.epochs, in examples,",
            "training.updater.learning-rate", "conversion.learning-rate",
            "training.updater.weight-decay", "conversion.weight-decay");
  }

  /** Networks that are trained one after another on the same frames, and then answer together. */
  public record CommitteePlan(List<MemberPlan> members, CommitteeWeights weights) {}

  /**
   * A member of a committee, or a network beside another.
   *
   * @param name the name of its section, and of its folder below {@code members/} or {@code
   *     beside/}
   * @param config all that it is trained with, as if it were alone
   */
  public record MemberPlan(String name, ExperimentConfig config) {}

  public record OutputSettings(String path, OutputMode mode) {}

  /**
   * A training whose length may be given in passes over data that is not known yet.
   *
   * @param settings its examples are 0 where epochs count, its evaluate-every is 0 where each pass
   *     is evaluated
   * @param epochs passes over the training examples; 0 where the network it begins as is kept
   * @param leastMinibatches of each worker, where passes are fewer
   * @param evaluations over the whole training where evaluate-every is 0; 0 for one a pass
   * @param trials by which its learning rate is chosen
   * @param initialRate mean firing rate of its neurons before training, where it begins as no other
   *     network; 0 for whatever it is
   */
  public record TrainingPlan(
      TrainingSettings settings,
      double epochs,
      long leastMinibatches,
      int evaluations,
      LearningRateTrials trials,
      double initialRate) {
    /** A plan of so many passes, each of which is evaluated. */
    public static TrainingPlan of(TrainingSettings settings, double epochs) {
      return new TrainingPlan(settings, epochs, 0, 0, LearningRateTrials.NONE, 0);
    }

    /** Whether the network that it begins as is kept as it is. */
    public boolean trainsNothing() {
      return epochs == 0 && settings.course().examples() == 0;
    }

    /** The settings for so many training examples, at least 1. */
    public TrainingSettings forExamples(long trainExamples) {
      TrainingSettings.Rounds rounds = settings.rounds();
      // What is more than a long holds ends as the largest, which the trainer refuses.
      long least = (long) ((double) leastMinibatches * rounds.workers() * rounds.batchSize());
      long passes = Math.max(1, Math.round(epochs * trainExamples));
      long all = epochs == 0 ? 0 : Math.max(least, passes);
      return settings.lasting(all, trainExamples, evaluations);
    }
  }
}
