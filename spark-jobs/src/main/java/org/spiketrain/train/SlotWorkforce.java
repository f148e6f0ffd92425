package org.spiketrain.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.spiketrain.evaluate.Evaluator;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * One thread, that of a task: it does the work of all workers, one after the other, and evaluates.
 *
 * @param train one shard a worker
 * @param evaluation the split that decides, in one shard; none if it is not there
 * @param watched the one that is recorded beside, likewise
 */
record SlotWorkforce(
    List<FrameShard> train,
    long trainExamples,
    List<FrameShard> evaluation,
    List<FrameShard> watched)
    implements Workforce, Serializable {
  @Override
  public boolean isBinary() {
    return train.stream().allMatch(FrameShard::isBinary);
  }

  @Override
  public Rounds begin(Workshop workshop, int floats, Optional<WorkerFiles> kept) {
    return new InTurn(train, workshop);
  }

  @Override
  public Scores scores(SpikingClassifier network, Workshop.Plan plan) {
    return new Scores(scores(evaluation, network, plan), scores(watched, network, plan));
  }

  private static SplitScores scores(
      List<FrameShard> split, SpikingClassifier network, Workshop.Plan plan) {
    if (split.isEmpty()) {
      return SplitScores.NONE;
    }
    Iterator<Example> examples = split.get(0).examples();
    return Evaluator.scores(examples, network, plan.classes());
  }

  private record InTurn(List<FrameShard> train, Workshop workshop) implements Rounds {
    @Override
    public Contribution average(RoundStart start) {
      List<Contribution> contributions = new ArrayList<>();
      for (int worker = 0; worker < train.size(); worker++) {
        stopIfKilled();
        contributions.add(RoundTask.contribution(workshop, start, train.get(worker), worker));
      }
      return Averaging.averageOf(contributions);
    }

    /** Spark asks a task to end and waits: this one would train to its end. */
    private static void stopIfKilled() {
      if (TaskContext.get() != null && TaskContext.get().isInterrupted()) {
        throw new TaskKilledException("its training is not wanted any more");
      }
    }

    @Override
    public void close() {}
  }
}
