package org.spiketrain.train;

import java.util.Optional;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * Who computes for a training, wherever that is: its workers, each with a shard of the training
 * data, and who evaluates its network. All of them give the same bits.
 */
interface Workforce {
  /** Number of training examples that there are, at least 1. */
  long trainExamples();

  /** Returns whether every entry of every training example is a single spike. */
  boolean isBinary();

  /**
   * Has the workers ready for rounds.
   *
   * @param workshop what they need in every round
   * @param floats length of the vector that each brings
   * @param kept what they have kept, if they keep something and have been at work before
   */
  Rounds begin(Workshop workshop, int floats, Optional<WorkerFiles> kept);

  /** What a network scores; of a split that is not there {@link SplitScores#NONE}. */
  Scores scores(SpikingClassifier network, Workshop.Plan plan);

  /** Workers that are ready, until they are let go. */
  interface Rounds extends AutoCloseable {
    /** One round of all workers, on average. */
    Contribution average(RoundStart start);

    /** Bytes that the rounds so far began with, each counted once however many fetched it. */
    default long broadcastBytes() {
      return 0;
    }

    /** Whether so much would be lost with a worker that a checkpoint is due. */
    default boolean needCheckpoint() {
      return false;
    }

    /** Writes what the workers keep to themselves, if they keep something. */
    default void save(WorkerFiles files) {}

    @Override
    void close();
  }

  /**
   * Scores of one network.
   *
   * @param evaluated over the split that decides
   * @param watched over the one that is recorded beside
   */
  record Scores(SplitScores evaluated, SplitScores watched) {}
}
