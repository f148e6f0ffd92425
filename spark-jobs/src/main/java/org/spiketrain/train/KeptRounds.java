package org.spiketrain.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;
import org.spiketrain.train.WorkerRound.Kept;
import org.spiketrain.train.WorkerRound.Told;

/**
 * Rounds of workers that keep their state. The state of a round is a dataset made of that of the
 * round before, the shards and the round's broadcast: Spark keeps the newest on the executors,
 * sends it along where a worker's task moves, and makes it again, from the last checkpoint on,
 * where an executor is lost. So nothing of a round is thrown away before a checkpoint has the
 * states.
 */
final class KeptRounds implements Workforce.Rounds {
  /**
   * Rounds after which there has to be a checkpoint: what is lost takes as many rounds to make
   * again, and Spark follows the way back to there in every round.
   */
  private static final int LONGEST = 50;

  /** Bytes of all rounds since a checkpoint, which driver and executors hold. */
  private static final long MOST_BYTES = 256L << 20;

  private final JavaSparkContext context;
  private final JavaRDD<FrameShard> shards;
  private final Workshop workshop;
  private final Broadcast<Workshop> workshops;
  private final Averaging averaging;
  private final List<Broadcast<RoundStart>> starts = new ArrayList<>();
  private long startBytes;
  private long broadcastBytes;
  private JavaRDD<WorkerRound> last;

  /**
   * @param kept what the workers have kept; nothing at the beginning
   */
  KeptRounds(
      JavaRDD<FrameShard> shards, Workshop workshop, int floats, Optional<WorkerFiles> kept) {
    this.context = JavaSparkContext.fromSparkContext(shards.context());
    this.shards = shards;
    this.workshop = workshop;
    this.workshops = context.broadcast(workshop);
    this.averaging = Averaging.of(shards.getNumPartitions(), floats, context.getConf());
    this.last = kept.map(this::goOnFrom).orElseGet(() -> beginning(worker -> Kept.NOTHING));
  }

  private JavaRDD<WorkerRound> goOnFrom(WorkerFiles files) {
    files.check(shards.getNumPartitions());
    return beginning(files::read);
  }

  private JavaRDD<WorkerRound> beginning(Function<Integer, Kept> kept) {
    int workers = shards.getNumPartitions();
    List<Integer> numbers = IntStream.range(0, workers).boxed().toList();
    return context
        .parallelize(numbers, workers)
        .map(worker -> WorkerRound.before(worker, kept.call(worker)));
  }

  @Override
  public Contribution average(RoundStart round) {
    // After a checkpoint the workers do not know what the step is a step from.
    RoundStart travelling = starts.isEmpty() ? round.withoutStep() : round.withoutKnown();
    Broadcast<RoundStart> start = context.broadcast(travelling);
    starts.add(start);
    startBytes += travelling.bytes();
    broadcastBytes += travelling.bytes();
    JavaRDD<WorkerRound> trained =
        last.zipPartitions(shards, new KeptRoundTask(workshops, start))
            .persist(StorageLevel.MEMORY_AND_DISK());
    JavaRDD<WorkerRound> before = last;
    last = trained;
    try {
      return average(trained, round);
    } finally {
      before.unpersist(false);
    }
  }

  @Override
  public long broadcastBytes() {
    return broadcastBytes;
  }

  @Override
  public boolean needCheckpoint() {
    return starts.size() >= LONGEST || startBytes >= MOST_BYTES;
  }

  private Contribution average(JavaRDD<WorkerRound> trained, RoundStart round) {
    JavaRDD<Told> told = trained.map(WorkerRound::told);
    Optional<DeltaCompressor> compressor = workshop.compressor(round);
    if (compressor.isEmpty()) {
      return averaging.average(told.map(Told::contribution));
    }
    DeltaCompressor coarse = compressor.get();
    float[] parameters = round.parameters().values();
    boolean collects =
        Averaging.isCollected(shards.getNumPartitions(), coarse.mostBytes(), context.getConf());
    Contribution way =
        collects
            ? Averaging.averageOf(told.collect(), parameters.length, coarse)
            : averaging.average(told.map(one -> one.way(coarse)));
    FloatVector average = new FloatVector(Vectors.sum(parameters, way.values()));
    return new Contribution(average, way.examples(), way.loss(), way.correct(), way.seconds());
  }

  @Override
  public void save(WorkerFiles files) {
    files.requireLease();
    last.foreach(files::write);
    forget();
    last = goOnFrom(files);
  }

  private void forget() {
    last.unpersist(false);
    starts.forEach(Broadcast::destroy);
    starts.clear();
    startBytes = 0;
  }

  @Override
  public void close() {
    forget();
    workshops.destroy();
  }
}
