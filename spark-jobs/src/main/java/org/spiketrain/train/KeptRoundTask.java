package org.spiketrain.train;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.model.compress.CompressedDelta;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;
import org.spiketrain.train.WorkerRound.Kept;
import org.spiketrain.train.WorkerRound.Told;

/**
 * One worker's part of a round, going on from what the worker has kept of the round before: a
 * function of that, its shard and the broadcast start, so that what is lost can be made again.
 */
record KeptRoundTask(Broadcast<Workshop> workshops, Broadcast<RoundStart> start)
    implements FlatMapFunction2<Iterator<WorkerRound>, Iterator<FrameShard>, WorkerRound> {

  @Override
  public Iterator<WorkerRound> call(Iterator<WorkerRound> before, Iterator<FrameShard> shards) {
    return List.of(train(workshops.value(), start.value(), before.next(), shards.next()))
        .iterator();
  }

  private static WorkerRound train(
      Workshop workshop, RoundStart start, WorkerRound before, FrameShard shard) {
    float[] parameters = parameters(start, before.kept(), workshop.compressor());
    RoundStart own = start.of(new FloatVector(parameters), before.kept().updaterState());
    Contribution ended = RoundTask.contribution(workshop, own, shard, before.worker());
    float[] trained = Arrays.copyOf(ended.values(), parameters.length);
    FloatVector updaterState =
        new FloatVector(
            Arrays.copyOfRange(ended.values(), parameters.length, ended.values().length));
    Optional<DeltaCompressor> compressor = workshop.compressor(start);
    if (compressor.isEmpty()) {
      FloatVector nothing = Kept.NOTHING.residual();
      return new WorkerRound(
          before.worker(),
          new Kept(updaterState, nothing, nothing),
          told(new FloatVector(trained), null, ended));
    }
    float[] left = before.kept().residual().values();
    float[] residual = left.length == 0 ? new float[parameters.length] : left.clone();
    CompressedDelta delta =
        compressor.get().compress(Vectors.difference(trained, parameters), residual);
    return new WorkerRound(
        before.worker(),
        new Kept(updaterState, new FloatVector(residual), new FloatVector(parameters)),
        told(null, delta, ended));
  }

  private static Told told(FloatVector parameters, CompressedDelta delta, Contribution ended) {
    return new Told(
        parameters, delta, ended.examples(), ended.loss(), ended.correct(), ended.seconds());
  }

  /** The round's parameters: as they came, or a step from those of the round before. */
  private static float[] parameters(
      RoundStart start, Kept kept, Optional<DeltaCompressor> compressor) {
    return start
        .step()
        .map(step -> compressor.orElseThrow().decompress(step))
        .map(step -> Vectors.sum(kept.parameters().values(), step))
        .orElseGet(() -> start.parameters().values());
  }
}
