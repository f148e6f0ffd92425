package org.spiketrain.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.Experiment.MeasuredTraining;
import org.spiketrain.plan.ClusterPlan;
import org.spiketrain.plan.ClusterShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spiketrain plan}. */
@Command(
    name = "plan",
    description = {
      "Say what a training would take on clusters: workers, averaging, time.",
      "Times some minibatches here, on frames that preprocess has made, and reckons the rest by a",
      "model that was fitted to measured rounds (docs/DISTRIBUTED.md). Writes nothing."
    })
final class PlanCommand extends ExperimentCommand {
  @Option(
      names = "--executors",
      paramLabel = "N,...",
      split = ",",
      converter = CountConverter.class,
      description = "Numbers of executors. Default: 1,2,4,8,16,32,64,128,256,512.")
  private List<Integer> executors = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);

  @Option(
      names = "--cores",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Cores of an executor, each with a worker. Default: 1.")
  private int cores = 1;

  @Option(
      names = "--gigabits",
      paramLabel = "N,...",
      split = ",",
      converter = CountConverter.class,
      description = "Gigabits a second between machines. Default: 10,100.")
  private List<Integer> gigabits = List.of(10, 100);

  @Option(
      names = "--minibatches",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Minibatches to time; five times as many are trained on. Default: 20.")
  private int minibatches = 20;

  @Override
  void run(Experiment experiment, Results results) {
    MeasuredTraining training = experiment.measure(minibatches);
    results.print(
        "a minibatch of %d takes %.1f ms on a core here; a round moves %.1f MB for each worker",
        training.size().batchSize(),
        1000 * training.parts().minibatchSeconds(),
        training.parts().workerBytes() / 1e6);
    results.print(
        "%nexecutors  Gbit/s  training.workers  averaging-frequency  a round   training  minibatches each  all rounds  speed-up");
    for (int network : gigabits) {
      for (int machines : executors) {
        results.print("%s", line(training.on(new ClusterShape(machines, cores, network))));
      }
    }
    advice(training).ifPresent(plan -> results.print("%n%s", advice(plan)));
    results.print(
        "%ntraining: share of a round in which the workers train. speed-up: against one worker on one core.");
    results.print(
        "thin: fewer minibatches for each worker than averaging was seen to bear without a loss of accuracy.");
  }

  /** The most workers that are worth their cores on the first of the networks. */
  private Optional<ClusterPlan> advice(MeasuredTraining training) {
    return executors.stream()
        .map(machines -> training.on(new ClusterShape(machines, cores, gigabits.get(0))))
        .filter(ClusterPlan::isWorthwhile)
        .max(Comparator.comparingInt(plan -> plan.cluster().slots()));
  }

  private static String advice(ClusterPlan plan) {
    return String.format(
        Locale.ROOT,
        "worth its cores at %.0f Gbit/s: --num-executors %d --executor-cores %d -D training.workers=%d -D training.averaging-frequency=%d",
        plan.cluster().gigabits(),
        plan.cluster().executors(),
        plan.cluster().cores(),
        plan.cluster().slots(),
        plan.frequency());
  }

  private static String line(ClusterPlan plan) {
    return String.format(
        Locale.ROOT,
        "%9d  %6.0f  %16d  %19d  %5.2f s  %6.0f %%  %16d%s  %8.0f s  %8.1f",
        plan.cluster().executors(),
        plan.cluster().gigabits(),
        plan.cluster().slots(),
        plan.frequency(),
        plan.roundSeconds(),
        100 * plan.trainingShare(),
        plan.minibatches(),
        plan.isThin() ? " thin" : "",
        plan.seconds(),
        plan.speedup());
  }
}
