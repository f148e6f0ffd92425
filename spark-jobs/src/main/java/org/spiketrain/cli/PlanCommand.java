package org.spiketrain.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Wording;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.Experiment.MeasuredTraining;
import org.spiketrain.plan.ClusterPlan;
import org.spiketrain.plan.ClusterShape;
import org.spiketrain.train.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spiketrain plan}. */
@Command(
    name = "plan",
    description = {
      "Say what a training would take on clusters: workers, averaging, time.",
      "Times some minibatches here, on frames that preprocess has made, and reckons the rest by a model that was fitted to measured rounds (docs/DISTRIBUTED.md). Writes nothing."
    })
final class PlanCommand extends ExperimentCommand {
  private static final String HEADER =
      "executors  Gbit/s  training.workers  averaging-frequency   a round  training  minibatches each  all rounds  speed-up";

  private static final String EXPLANATION =
      """
      training: share of a round in which the workers train; speed-up: against one worker on one core.
      thin: fewer minibatches for each worker than averaging was seen to bear without a loss of accuracy.""";

  @Option(
      names = "--executors",
      paramLabel = "N",
      split = ",",
      converter = CountConverter.class,
      description =
          "Numbers of executors, with commas between. Default: 1,2,4,8,16,32,64,128,256,512.")
  private List<Integer> executors = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);

  @Option(
      names = "--cores",
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Cores of an executor, each with a worker that trains as fast as one alone. Default: 1.")
  private int cores = 1;

  @Option(
      names = "--gigabits",
      paramLabel = "N",
      split = ",",
      converter = CountConverter.class,
      description = "Gigabits a second between machines, with commas between. Default: 10,100.")
  private List<Integer> gigabits = List.of(10, 100);

  @Option(
      names = "--minibatches",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Minibatches to time; eleven times as many are trained on. Default: 20.")
  private int minibatches = 20;

  @Override
  boolean writes() {
    return false;
  }

  @Override
  void run(Experiment experiment, Results results) {
    List<ClusterShape> clusters = clusters();
    MeasuredTraining training = experiment.measure(minibatches);
    results.print(
        "%sa minibatch of %d takes %.1f ms on a core here; a round moves %.1f MB for each worker",
        experiment.config().conversion().isPresent() ? "of the ANN, before it is fine-tuned: " : "",
        training.size().batchSize(),
        1000 * training.parts().minibatchSeconds(),
        training.parts().travellingBytes() / 1e6);
    results.print("%s", training.memory());
    results.print("%n%s", HEADER);
    List<ClusterPlan> plans =
        clusters.stream()
            .filter(cluster -> cluster.slots() <= training.size().trainExamples())
            .map(training::on)
            .toList();
    plans.forEach(plan -> results.print("%s", line(plan)));
    results.print("%n%s", EXPLANATION);
    trials(experiment.config(), training.size().trials().number())
        .ifPresent(remark -> results.print("%s", remark));
    if (plans.size() < clusters.size()) {
      results.print(
          "left out: more workers than the %,d training examples", training.size().trainExamples());
    }
    results.print("%n%s", advice(plans, training.frequencyKey()));
  }

  /** Whether the trials of learning rates are counted; nothing where there are none. */
  private static Optional<String> trials(ExperimentConfig config, int counted) {
    int trials = config.training().trials().rates().size();
    if (trials == 0) {
      return Optional.empty();
    }
    return Optional.of(
        counted > 0
            ? "all rounds: with those of %s of learning rates (training.trials)"
                .formatted(Wording.counted(trials, "trial"))
            : "not counted: the fine-tuning, and %s of its learning rates (training.trials)"
                .formatted(Wording.counted(trials, "trial")));
  }

  private List<ClusterShape> clusters() {
    for (int machines : executors) {
      if ((long) machines * cores > TrainingSettings.MOST_WORKERS) {
        throw usage(
            "%d executors of %d cores are more than the %d workers that there can be: lower --executors or --cores"
                .formatted(machines, cores, TrainingSettings.MOST_WORKERS));
      }
    }
    return gigabits.stream()
        .flatMap(
            network ->
                executors.stream().map(machines -> new ClusterShape(machines, cores, network)))
        .toList();
  }

  /** The most workers that are worth their cores on any of the networks. */
  private static String advice(List<ClusterPlan> plans, String frequencyKey) {
    return plans.stream()
        .filter(plan -> plan.cluster().slots() > 1 && plan.isWorthwhile())
        .max(Comparator.comparingInt(plan -> plan.cluster().slots()))
        .map(
            plan ->
                String.format(
                    Locale.ROOT,
                    "worth their cores: %d executors of %s, at %.0f Gbit/s: -D training.workers=%d -D %s=%d",
                    plan.cluster().executors(),
                    Wording.counted(plan.cluster().cores(), "core"),
                    plan.cluster().gigabits(),
                    plan.cluster().slots(),
                    frequencyKey,
                    plan.frequency()))
        .orElse("none of them is worth its cores: train with one worker, or for more epochs");
  }

  private static String line(ClusterPlan plan) {
    return String.format(
        Locale.ROOT,
        "%9d  %6.0f  %16d  %19d  %6.2f s  %6.0f %%  %16d  %8.0f s  %8.1f%s",
        plan.cluster().executors(),
        plan.cluster().gigabits(),
        plan.cluster().slots(),
        plan.frequency(),
        plan.roundSeconds(),
        100 * plan.trainingShare(),
        plan.minibatches(),
        plan.seconds(),
        plan.speedup(),
        plan.isThin() ? "  thin" : "");
  }
}
