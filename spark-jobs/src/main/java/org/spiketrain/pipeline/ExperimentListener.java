package org.spiketrain.pipeline;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Manifest;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.TrainingJob;
import org.spiketrain.train.TrainingProgress;

/** Follows an experiment: called while a network is trained, and after each stage. */
public interface ExperimentListener extends TrainingProgress {
  ExperimentListener NONE = new ExperimentListener() {};

  /** Called when the frames are there, made now or by an earlier run. */
  default void preprocessed(Manifest frames, Path folder) {}

  /** Called when the ANN is trained that a spiking network begins as. */
  default void artificialTrained() {}

  /**
   * Called when trials have chosen the learning rate of the training that comes next.
   *
   * @param trials scores on the evaluation split that the trial of each learning rate ended with
   */
  default void learningRateChosen(double learningRate, Map<Double, SplitScores> trials) {}

  /** Called when a network is trained, with its file. */
  default void trained(TrainingJob.Result training, Path model) {}

  /**
   * Called when the members of a committee are one model.
   *
   * @param logLoss the committee's mean log loss on the validation split, NaN where the weights
   *     were not chosen by it
   */
  default void committeeMade(List<CommitteeMember> members, double logLoss, Path model) {}

  default void evaluated(EvaluationSummary summary) {}
}
