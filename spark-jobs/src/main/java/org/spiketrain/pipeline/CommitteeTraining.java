package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.config.ExperimentConfig.CommitteePlan;
import org.spiketrain.config.ExperimentConfig.MemberPlan;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.evaluate.CommitteeWeights;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.train.TrainingJob;

/**
 * Trains the members of a committee one after another on the same frames, each as an experiment of
 * its own, and makes one model of them.
 */
final class CommitteeTraining {
  private static final Logger LOG = LoggerFactory.getLogger(CommitteeTraining.class);

  private static final String WORKERS = "workers";

  private final SparkSession spark;
  private final ExperimentConfig config;
  private final CommitteePlan plan;
  private final Frames frames;
  private final List<Experiment> members;
  private final OutputLayout layout;
  private final ExperimentListener listener;

  /**
   * Plans it.
   *
   * @param config of the whole
   * @param members experiments of the members, in their order
   */
  CommitteeTraining(
      SparkSession spark,
      ExperimentConfig config,
      Frames frames,
      List<Experiment> members,
      ExperimentListener listener) {
    this.spark = spark;
    this.config = config;
    this.plan = config.committee().orElseThrow();
    this.frames = frames;
    this.members = List.copyOf(members);
    this.layout = OutputLayout.of(config.output().path());
    this.listener = listener;
  }

  /**
   * Trains what is not trained yet, chooses the weights and writes the model.
   *
   * @param start of members that are not complete
   * @throws UserErrorException if the frames do not fit a member, before any is trained
   */
  TrainingJob.Result run(TrainingJob.Start start) {
    checkValidation();
    if (start == TrainingJob.Start.RESUME && RunOutputs.exists(frames.conf(), layout.model())) {
      checkSame(ModelFile.read(frames.conf(), layout.model()));
    }
    List<TrainingJob.Result> results = new ArrayList<>();
    for (int m = 0; m < members.size(); m++) {
      MemberPlan member = plan.members().get(m);
      LOG.info("Member {} of the committee, {} of {}", member.name(), m + 1, members.size());
      results.add(new MemberTraining(frames.manifest(), members.get(m)).trained(start));
    }
    write();
    return together(results);
  }

  /** What was made of another committee, such as its evaluation, would stay beside this one. */
  private void checkSame(TrainedModel made) {
    List<String> before = made.members().stream().map(CommitteeMember::name).toList();
    List<String> wanted = plan.members().stream().map(MemberPlan::name).toList();
    if (!before.equals(wanted)) {
      throw changed("committee.members", String.join(", ", before), String.join(", ", wanted));
    }
    String weights = weights(made.provenance().configuration());
    if (!CommitteeWeights.parse(weights, wanted.size()).equals(plan.weights())) {
      throw changed("committee.weights", weights, weights(config.recipe()));
    }
  }

  private static String weights(String recipe) {
    return ExperimentConfig.entriesWithDefaults(recipe).get("committee.weights");
  }

  private UserErrorException changed(String key, String was, String is) {
    return new UserErrorException(
        "Cannot resume from %s: it was made with other settings: %s was %s and is %s. Resume with the old ones, or train again in another output.path"
            .formatted(layout.model(), key, was, is));
  }

  private void checkValidation() {
    if (plan.weights().by() == CommitteeWeights.By.VALIDATION
        && frames.manifest().total(Split.VALIDATION) == 0) {
      throw new UserErrorException(
          "The validation split of %s has no examples, by which committee.weights = validation chooses: set it to equal or to numbers, or preprocess with a larger fraction for it"
              .formatted(frames.folder()));
    }
  }

  /** All of a committee's training: it has no history of its own. */
  private static TrainingJob.Result together(List<TrainingJob.Result> results) {
    return new TrainingJob.Result(
        TrainingHistory.empty(),
        Double.NaN,
        Optional.empty(),
        "",
        results.stream().mapToLong(TrainingJob.Result::asked).sum(),
        results.stream().mapToLong(TrainingJob.Result::examples).sum(),
        results.stream().mapToDouble(TrainingJob.Result::seconds).sum());
  }

  private void write() {
    List<TrainedModel> models =
        members.stream().map(one -> ModelFile.read(one.hadoop(), one.layout().model())).toList();
    CommitteeWeights.Chosen chosen =
        plan.weights()
            .choose(
                models.stream().map(TrainedModel::classifier).toList(),
                () ->
                    FrameParquet.examples(
                        FrameParquet.read(
                            spark,
                            frames.folder().toString(),
                            frames.manifest(),
                            Split.VALIDATION.label())));
    List<CommitteeMember> weighted =
        IntStream.range(0, models.size())
            .mapToObj(
                m ->
                    new CommitteeMember(
                        plan.members().get(m).name(), chosen.weights().get(m), models.get(m)))
            .toList();
    TrainedModel model =
        TrainedModel.committee(
            provenance(weighted, chosen.logLoss()), models.get(0).encoder(), weighted);
    AtomicOutput.writeFile(frames.conf(), layout.model(), model.toBytes(), OutputMode.OVERWRITE);
    listener.committeeMade(weighted, chosen.logLoss(), layout.model());
  }

  private ModelProvenance provenance(List<CommitteeMember> weighted, double logLoss) {
    ModelProvenance first = weighted.get(0).model().provenance();
    Manifest manifest = frames.manifest();
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Double> metrics = new TreeMap<>();
    for (CommitteeMember one : weighted) {
      ModelProvenance own = one.model().provenance();
      // Workers are no sum: those of one member train another one too.
      own.training()
          .forEach(
              (name, count) ->
                  counts.merge(name, count, name.equals(WORKERS) ? Math::max : Long::sum));
      own.metrics().forEach((name, value) -> metrics.put(name + "." + one.name(), value));
      metrics.put("weight." + one.name(), one.weight());
    }
    if (!Double.isNaN(logLoss)) {
      metrics.put("logLoss.validation", logLoss);
    }
    return new ModelProvenance(
        ModelProvenance.COMMITTEE_FORMAT,
        first.kind(),
        first.classes(),
        first.input(),
        first.network(),
        config.recipe(),
        first.data(),
        manifest.framesFingerprint(),
        config.training().settings().seed(),
        first.versions(),
        counts,
        metrics,
        priors(weighted));
  }

  /**
   * The shares of the classes that pooled answers are for: those of the members, pooled likewise.
   */
  private static Map<String, Double> priors(List<CommitteeMember> members) {
    Map<String, Double> pooled = new LinkedHashMap<>();
    for (String name : members.get(0).model().provenance().classes()) {
      double logarithm =
          members.stream()
              .filter(one -> one.weight() > 0)
              .mapToDouble(
                  one ->
                      one.weight()
                          * Math.log(one.model().provenance().priors().getOrDefault(name, 0.0)))
              .sum();
      pooled.put(name, logarithm);
    }
    double most = Collections.max(pooled.values());
    if (most == Double.NEGATIVE_INFINITY) {
      return Map.of();
    }
    // Large weights make products too small for a double.
    pooled.replaceAll((name, logarithm) -> Math.exp(logarithm - most));
    double sum = pooled.values().stream().mapToDouble(Double::doubleValue).sum();
    pooled.replaceAll((name, share) -> share / sum);
    return pooled;
  }
}
