package org.spiketrain.train;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * A training as a task takes it: from a state to its end, to where it pauses, or to a checkpoint
 * that is due after some time. It writes nothing; whoever asks for it gets the state, and keeps
 * that.
 *
 * @param settings with the kernel of matrix products that was agreed on
 * @param begin stays as it is, so that a second attempt begins as the first one
 * @param pausesAt as {@link TrainingProgress#pausesAt} says it
 */
record SlotTraining(
    ExampleReader reader,
    List<Double> classShares,
    NetworkSettings network,
    TrainingSettings settings,
    TrainingState begin,
    ShownExamples shown,
    long pausesAt)
    implements Serializable {
  /**
   * What became of a training.
   *
   * @param state where it ended
   * @param refusals why it has no end, as a user is told; empty if it has one
   */
  record Outcome(TrainingState state, List<UserErrorException> refusals) implements Serializable {
    /** Lets the refusal go on as if it had been thrown here. */
    TrainingState orRefuse() {
      for (UserErrorException refusal : refusals) {
        throw refusal;
      }
      return state;
    }
  }

  /**
   * Trains.
   *
   * @param nanos time after which it ends where a checkpoint is due; no bit depends on it
   */
  Outcome train(SlotWorkforce workforce, long nanos) {
    long end = System.nanoTime() + nanos;
    TrainingState state = begin.copy();
    try {
      BlasAgreement.take(settings.blasKernel());
      trainer(workforce, end).run(state);
    } catch (TrainingPausedException | CheckpointDueException e) {
      return new Outcome(state, List.of());
    } catch (UserErrorException e) {
      // Thrown, it would be tried again as if a machine had failed.
      return new Outcome(state, List.of(e));
    } catch (OutOfMemoryError e) {
      throw new TaskMemoryException(e);
    } catch (StackOverflowError e) {
      return new Outcome(state, List.of(tooDeep(e)));
    }
    return new Outcome(state, List.of());
  }

  /** Likewise an error by which Spark would end the executor. */
  private static UserErrorException tooDeep(StackOverflowError e) {
    return new UserErrorException(
        "The stack of a task is too small for this training (%s): give its threads more, as by spark.executor.extraJavaOptions=-Xss16m"
            .formatted(e));
  }

  private Trainer trainer(SlotWorkforce workforce, long end) {
    return new Trainer(
        workforce,
        reader,
        classShares,
        random -> {},
        network,
        settings,
        shown,
        checkpoint -> endBehind(end),
        new Pausing(pausesAt));
  }

  private static void endBehind(long time) {
    if (System.nanoTime() - time >= 0) {
      throw new CheckpointDueException();
    }
  }

  private static final class CheckpointDueException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Pausing(long pausesAt) implements TrainingProgress {}
}
