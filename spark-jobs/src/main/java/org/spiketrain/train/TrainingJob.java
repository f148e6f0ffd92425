package org.spiketrain.train;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.KeptParameters;
import org.spiketrain.train.Trainer.Divergence;

/**
 * Trains a network on a folder of frames. Writes into the output folder {@code training/}, with
 * checkpoints and the history so far, and in the end {@code model.zip}.
 */
public final class TrainingJob {
  private final SparkSession spark;
  private final String frames;
  private final OutputLayout output;
  private final Plan plan;
  private final TrainingSettings training;
  private final Configuration hadoop;
  private final RunOutputs outputs;
  private final HistoryRecorder recorder;

  /**
   * Network, settings and stage of a training.
   *
   * @param network the network
   * @param training settings of its training
   * @param configuration the experiment's configuration, for the model's provenance
   * @param stage stage of the run that the training is
   */
  public record Plan(
      NetworkSettings network,
      TrainingSettings training,
      String configuration,
      TrainingStage stage) {}

  /** Begin of a training. */
  public enum Start {
    /** At the beginning; an earlier training is refused. */
    FRESH,
    /** At the beginning; an earlier training and what was made of it are deleted. */
    OVERWRITE,
    /** At the newest checkpoint, or at the beginning if there is none. */
    RESUME
  }

  /**
   * Outcome of a training.
   *
   * @param history one row an evaluation
   * @param bestAccuracy best accuracy on the evaluation split, NaN if it was never evaluated
   * @param kept which parameters became the model
   * @param evaluated name of the split that was evaluated
   * @param asked examples that the settings ask for
   * @param examples examples trained on: more than that where it is no whole number of minibatches
   *     of all workers, fewer where patience came to an end
   * @param seconds time spent, over all resumptions
   */
  public record Result(
      TrainingHistory history,
      double bestAccuracy,
      Optional<KeptParameters> kept,
      String evaluated,
      long asked,
      long examples,
      double seconds) {}

  /**
   * A job that writes into a run's folder.
   *
   * @param frames folder that preprocessing wrote
   * @param files where to write
   * @param progress follows the training
   */
  public TrainingJob(
      SparkSession spark, String frames, RunFiles files, Plan plan, TrainingProgress progress) {
    this.spark = spark;
    this.frames = frames;
    this.output = files.layout();
    this.plan = plan;
    this.training = plan.training();
    this.hadoop = files.conf();
    this.outputs = new RunOutputs(hadoop, output);
    this.recorder =
        new HistoryRecorder(
            files,
            new EvaluatedSplits(
                training.course().evaluationSplit().label(),
                training.course().watchedSplit().split().map(Split::label).orElse("none")),
            progress,
            System::nanoTime);
  }

  /**
   * Trains to the end and writes the model.
   *
   * @throws UserErrorException if the frames cannot be read, a setting does not fit them, or the
   *     output is in the way
   */
  public Result run(Start start) {
    Manifest manifest = FrameParquet.readManifest(hadoop, new Path(frames));
    Checkpoints checkpoints = checkpoints(manifest);
    TrainingGuard guard = new TrainingGuard(hadoop, output);
    guard.checkEvaluationSplit(manifest, frames, training.course());
    guard.checkOutput(start, checkpoints.files().isEmpty());
    Trainer.Data data =
        new Trainer.Data(
            read(manifest, Split.TRAIN, training.rounds().workers()),
            manifest.total(Split.TRAIN),
            evaluated(manifest, training.course().evaluationSplit()),
            training.course().watchedSplit().split().flatMap(split -> evaluated(manifest, split)));
    try {
      StoredExamples stored =
          new StoredExamples(spark, frames, manifest, plan.network(), plan.stage());
      Trainer trainer =
          new Trainer(
              data,
              stored.reader(data.train(), training.augmentation()),
              manifest.classes().size(),
              stored.firstParameters(),
              plan.network(),
              training,
              checkpoints,
              recorder);
      TrainingState state = begin(start, trainer, checkpoints, stored, manifest);
      trainer.run(state);
      recorder.finish();
      write(output.model(), model(trainer, chosen(state), state, stored, manifest));
      return new Result(
          state.history,
          state.counters.bestAccuracy() < 0 ? Double.NaN : state.counters.bestAccuracy(),
          kept(state.history),
          training.course().evaluationSplit().label(),
          training.course().examples(),
          state.counters.examples(),
          state.counters.seconds());
    } finally {
      data.unpersist();
      recorder.ended();
    }
  }

  private Optional<KeptParameters> kept(TrainingHistory history) {
    return switch (training.course().keep()) {
      case BEST -> KeptParameters.best(history);
      case LAST -> KeptParameters.last(history);
    };
  }

  private TrainingState begin(
      Start start,
      Trainer trainer,
      Checkpoints checkpoints,
      StoredExamples stored,
      Manifest manifest) {
    if (start == Start.OVERWRITE) {
      outputs.requireOwnContents();
      // All of it: a later --resume must not find the old checkpoints, nor a reader an old model.
      outputs.remove(output.trainingOutputs());
    }
    TrainingState state = checkpoints.readLatestOr(trainer.start());
    recorder.begin(state.history);
    if (plan.stage() instanceof TrainingStage.FineTuning && state.counters.round() == 0) {
      write(output.converted(), model(trainer, state.parameters, state, stored, manifest));
      // What it begins as may be the best one.
      trainer.evaluate(state);
    }
    return state;
  }

  private Checkpoints checkpoints(Manifest manifest) {
    Checkpoints.Identity identity = Checkpoints.Identity.of(manifest.framesFingerprint(), plan);
    return new Checkpoints(hadoop, output.checkpoints(), identity, plan.stage());
  }

  private JavaRDD<FrameShard> read(Manifest manifest, Split split, int shards) {
    return FrameShards.read(spark, frames, split.label(), manifest.channels(), shards);
  }

  private Optional<JavaRDD<FrameShard>> evaluated(Manifest manifest, Split split) {
    long examples = manifest.total(split);
    int parallelism = spark.sparkContext().defaultParallelism();
    return examples == 0
        ? Optional.empty()
        : Optional.of(read(manifest, split, (int) Math.min(examples, parallelism)));
  }

  private float[] chosen(TrainingState state) {
    return training.course().keep() == TrainingSettings.Keep.BEST && state.best.length > 0
        ? state.best
        : state.evaluated();
  }

  private TrainedModel model(
      Trainer trainer,
      float[] parameters,
      TrainingState state,
      StoredExamples stored,
      Manifest manifest) {
    Divergence.check(parameters, state.counters.examples());
    StoredExamples.Trained trained = stored.trained(trainer.network(parameters));
    return new TrainedModel(
        trained.network(),
        new ProvenanceWriter(plan, manifest, Versions.current(spark)).of(trained.settings(), state),
        trained.sentences(),
        Optional.of(manifest.corpus().encoderEntry()));
  }

  private void write(Path file, TrainedModel model) {
    AtomicOutput.writeFile(hadoop, file, model.toBytes(), OutputMode.OVERWRITE);
  }
}
