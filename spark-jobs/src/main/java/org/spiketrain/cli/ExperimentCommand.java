package org.spiketrain.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.pipeline.BeforeSpark;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.report.Reports;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.robustness.AttackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The template of commands on an experiment, and those that are one step of it each: reads the
 * configuration, starts Spark under the command's name, opens the experiment, and shows on the
 * screen what becomes of it.
 */
abstract class ExperimentCommand extends ConsoleCommand implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ExperimentCommand.class);

  private static final String AT_CHECKPOINT =
      "The same command with --resume goes on at the last checkpoint%s (training.checkpoint-every)";

  private static final String WITHOUT_CHECKPOINT =
      "The same command with --resume keeps what is done";

  @Mixin private Overrides.OfFile options;

  @Override
  public final void run() {
    ExperimentConfig config = options.loadWith(Map.of());
    OutputLayout layout = OutputLayout.of(config.output().path());
    BeforeSpark.check(
        layout.root(), conf -> refuse(new RunOutputs(conf, layout), config.output().mode()));
    try (SparkSessions.Opened spark = SparkSessions.open(spec().name())) {
      Results results = new Results(out());
      Experiment experiment = Experiment.open(spark.session(), config, results, new Reports());
      if (writes()) {
        Supplier<Experiment> work =
            () -> {
              run(experiment, results);
              return experiment;
            };
        experiment.holding(
            () -> trains() ? stoppable(() -> goesOn(experiment.outputs()), work) : work.get());
      } else {
        run(experiment, results);
      }
    }
  }

  private static String goesOn(RunOutputs outputs) {
    try {
      if (outputs.haveCheckpoint()) {
        return AT_CHECKPOINT.formatted("");
      }
      return RunOutputs.exists(outputs.conf(), outputs.layout().frames())
          ? WITHOUT_CHECKPOINT
          : "Nothing was done yet";
    } catch (RuntimeException e) { // As of a file system that is closed as the program ends.
      LOG.debug("Cannot look for checkpoints", e);
      return AT_CHECKPOINT.formatted(", if there is one");
    }
  }

  /** Returns whether it writes into the output folder, where nobody else may write meanwhile. */
  boolean writes() {
    return true;
  }

  /** Returns whether it writes checkpoints, from which it can go on. */
  boolean trains() {
    return false;
  }

  /** Refuses outputs that are there, if they can be seen before Spark is started. */
  void refuse(RunOutputs outputs, OutputMode mode) {}

  abstract void run(Experiment experiment, Results results);

  @Command(
      name = "preprocess",
      description =
          "Turn names, recorded events or sentences into Parquet frames: <output.path>/frames.")
  static final class PreprocessCommand extends ExperimentCommand {
    @Override
    void refuse(RunOutputs outputs, OutputMode mode) {
      outputs.refuseExisting(mode, List.of(outputs.layout().frames()));
    }

    @Override
    void run(Experiment experiment, Results results) {
      experiment.preprocess();
    }
  }

  @Command(
      name = "train",
      description = "Train a network on the frames: <output.path>/training and model.zip.")
  static final class TrainCommand extends ExperimentCommand {
    @Option(names = "--resume", description = "Go on from the last checkpoint.")
    private boolean resume;

    @Override
    boolean trains() {
      return true;
    }

    @Override
    void run(Experiment experiment, Results results) {
      experiment.idleCores().ifPresent(LOG::info);
      if (resume) {
        experiment.resumeTraining();
      } else {
        experiment.train();
      }
    }
  }

  @Command(
      name = "evaluate",
      description =
          "Evaluate a trained network on a split: <output.path>/evaluation and report.html.")
  static final class EvaluateCommand extends ExperimentCommand {
    @Mixin private ModelOptions tried;

    @Option(
        names = "--compare",
        paramLabel = "FILE",
        split = ",",
        description =
            "Other models that answer the same examples, files or models:/NAME@ALIAS, with commas between them; of names and sentences also such as read them in another way. With McNemar's test against the evaluated one.")
    private List<String> others = List.of();

    @Override
    void run(Experiment experiment, Results results) {
      OutputLayout layout = experiment.layout();
      OutputMode mode = experiment.config().output().mode();
      results.report(
          experiment
              .evaluate(tried.model(experiment), tried.frames(layout), others, mode)
              .report());
    }
  }

  @Command(
      name = "run",
      description = "Preprocess, train and evaluate in one go; ends with the report.")
  static final class RunCommand extends ExperimentCommand {
    @Option(
        names = "--resume",
        description = "Go on where an interrupted run stopped: keep its frames and checkpoints.")
    private boolean resume;

    @Override
    boolean trains() {
      return true;
    }

    @Override
    void refuse(RunOutputs outputs, OutputMode mode) {
      if (!resume && mode == OutputMode.REFUSE_EXISTING) {
        outputs.requireEmpty();
      }
    }

    @Override
    void run(Experiment experiment, Results results) {
      experiment.idleCores().ifPresent(LOG::info);
      boolean goesOn = resume || experiment.isSecondAttempt();
      if (!goesOn) {
        refuse(experiment.outputs(), experiment.config().output().mode());
      }
      results.report((goesOn ? experiment.resume() : experiment.run()).report());
    }
  }

  @Command(
      name = "profile",
      description = {
        "Profile networks, their time steps and energy: <output.path>/profile.",
        "A network, and those it was made of, run over a split once each, which shows accuracy against time steps, firing neurons, operations and energy."
      })
  static final class ProfileCommand extends ExperimentCommand {
    @Mixin private ModelOptions chosen;

    @Option(
        names = "--time-steps",
        paramLabel = "N",
        converter = CountConverter.class,
        description =
            "Time steps to run spiking networks of whole sentences for. Default: those they were trained with.")
    private Optional<Integer> timeSteps;

    @Override
    void run(Experiment experiment, Results results) {
      OutputLayout layout = experiment.layout();
      results.profiled(
          experiment.profile(chosen.model(experiment), chosen.frames(layout), timeSteps.orElse(0)));
      results.report(OutputLayout.reportIn(layout.profile()));
    }
  }

  @Command(
      name = "attack",
      description = {
        "Attack the networks of a run by changing words of sentences: <output.path>/attack.",
        "The ANN, the converted one and the fine-tuned one, those that there are, are asked about the same sentences of evaluation.split. In those that they answer rightly, words are replaced by others of like meaning, and letters mistyped."
      })
  static final class AttackCommand extends ExperimentCommand {
    @Mixin private ModelOptions tried;

    @Option(
        names = "--sentences",
        paramLabel = "N",
        converter = CountConverter.FromZero.class,
        description = "Sentences to try, 0 for all. Default: attack.sentences, 1000.")
    private Optional<Integer> sentences;

    @Override
    void run(Experiment experiment, Results results) {
      OutputLayout layout = experiment.layout();
      AttackSettings configured = experiment.config().attack();
      AttackSettings settings = sentences.map(configured::withSentences).orElse(configured);
      results.attacked(experiment.attack(tried.model(experiment), tried.frames(layout), settings));
      results.report(OutputLayout.reportIn(layout.attack()));
    }
  }

  /** The trained network and the frames that a command tries it on; by default those of the run. */
  static final class ModelOptions {
    @Option(
        names = "--model",
        paramLabel = "FILE",
        description =
            "The model, also models:/NAME@ALIAS of the registry. Default: <output.path>/model.zip. Where it is called model.zip, the networks that it was made of, beside it, are tried too.")
    private Optional<String> model;

    @Option(
        names = "--frames",
        paramLabel = "FOLDER",
        description = "The frames. Default: <output.path>/frames.")
    private Optional<String> frames;

    Path model(Experiment experiment) {
      return experiment.modelFile(model);
    }

    Path frames(OutputLayout run) {
      return frames.map(f -> PathSetting.parse("--frames", f)).orElse(run.frames());
    }
  }
}
