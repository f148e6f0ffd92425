package org.spiketrain.train;

import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.evaluate.Evaluator;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * Tasks all over the cluster: each round and each evaluation is a Spark job.
 *
 * @param train one shard a worker
 * @param evaluation the split that decides, or nothing
 * @param watched the one that is recorded beside, or nothing
 */
record SparkWorkforce(
    JavaRDD<FrameShard> train,
    long trainExamples,
    Optional<JavaRDD<FrameShard>> evaluation,
    Optional<JavaRDD<FrameShard>> watched)
    implements Workforce {
  @Override
  public boolean isBinary() {
    return train.map(FrameShard::isBinary).reduce(Boolean::logicalAnd);
  }

  @Override
  public Rounds begin(Workshop workshop, int floats, Optional<WorkerFiles> kept) {
    if (workshop.exchange().isKept()) {
      return new KeptRounds(train, workshop, floats, kept);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(train.context());
    Averaging averaging = Averaging.of(train.getNumPartitions(), floats, context.getConf());
    return new Jobs(context, averaging, context.broadcast(workshop));
  }

  @Override
  public Scores scores(SpikingClassifier network, Workshop.Plan plan) {
    return new Scores(scores(evaluation, network, plan), scores(watched, network, plan));
  }

  private static SplitScores scores(
      Optional<JavaRDD<FrameShard>> split, SpikingClassifier network, Workshop.Plan plan) {
    return split
        .map(shards -> Evaluator.scores(examples(shards, plan), network, plan.classes()))
        .orElse(SplitScores.NONE);
  }

  private static JavaRDD<Example> examples(JavaRDD<FrameShard> shards, Workshop.Plan plan) {
    String kernel = plan.blasKernel();
    return shards.flatMap(
        shard -> {
          BlasAgreement.take(kernel);
          return shard.examples();
        });
  }

  /** Waits for the executors: what they answer to a session that has stopped are stack traces. */
  void close() {
    train.unpersist(true);
    evaluation.ifPresent(split -> split.unpersist(true));
    watched.ifPresent(split -> split.unpersist(true));
  }

  private final class Jobs implements Rounds {
    private final JavaSparkContext context;
    private final Averaging averaging;
    private final Broadcast<Workshop> workshops;
    private long broadcastBytes;

    Jobs(JavaSparkContext context, Averaging averaging, Broadcast<Workshop> workshops) {
      this.context = context;
      this.averaging = averaging;
      this.workshops = workshops;
    }

    @Override
    public Contribution average(RoundStart round) {
      Broadcast<RoundStart> start = context.broadcast(round);
      broadcastBytes += round.bytes();
      try {
        return averaging.average(
            train.mapPartitionsWithIndex(new RoundTask(workshops, start), true));
      } finally {
        start.destroy();
      }
    }

    @Override
    public long broadcastBytes() {
      return broadcastBytes;
    }

    @Override
    public void close() {
      workshops.destroy();
    }
  }
}
