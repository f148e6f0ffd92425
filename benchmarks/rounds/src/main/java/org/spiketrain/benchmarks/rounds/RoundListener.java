package org.spiketrain.benchmarks.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.storage.BlockUpdatedInfo;
import scala.collection.JavaConverters;

/** Takes the rounds of both sides out of what Spark tells of its jobs. */
final class RoundListener extends SparkListener {
  private final List<Round> rounds = new ArrayList<>();
  private Optional<Round> running = Optional.empty();
  private long broadcast;

  /**
   * A round.
   *
   * @param turn of its side, from 0 on
   * @param begin of its job, milliseconds
   * @param processor time used until then by this process and all that it has started
   * @param broadcast bytes that were put up for executors since the round before has begun
   * @param results bytes of what its tasks have sent back
   */
  record Round(
      String side, int turn, long begin, Duration processor, long broadcast, long results) {
    Round withResult(long bytes) {
      return new Round(side, turn, begin, processor, broadcast, results + bytes);
    }
  }

  /** The job group of a turn. */
  static String group(String side, int turn) {
    return turn + " " + side;
  }

  /** The rounds, in order, when the session has ended. */
  List<Round> rounds() {
    return List.copyOf(rounds);
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String group = job.properties().getProperty("spark.jobGroup.id");
    if (group == null || !isRound(job)) {
      return;
    }
    String[] parts = group.split(" ", 2);
    running =
        Optional.of(
            new Round(
                parts[1], Integer.parseInt(parts[0]), job.time(), processorTime(), broadcast, 0));
    broadcast = 0;
  }

  private static boolean isRound(SparkListenerJobStart job) {
    return JavaConverters.seqAsJavaList(job.stageInfos()).stream()
        .map(StageInfo::details)
        .anyMatch(
            caller ->
                caller.contains(Dl4j.CALLER) || Ours.CALLERS.stream().anyMatch(caller::contains));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    running = running.map(round -> round.withResult(task.taskMetrics().resultSize()));
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd job) {
    running.ifPresent(rounds::add);
    running = Optional.empty();
  }

  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated update) {
    BlockUpdatedInfo block = update.blockUpdatedInfo();
    // What is taken away is told with its size, too.
    if (block.blockManagerId().isDriver()
        && block.storageLevel().isValid()
        && block.blockId().name().contains("_piece")) {
      broadcast += block.memSize() + block.diskSize();
    }
  }

  private static Duration processorTime() {
    ProcessHandle own = ProcessHandle.current();
    return Stream.concat(Stream.of(own), own.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(null))
        .filter(Objects::nonNull)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
