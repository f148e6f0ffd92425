package org.spiketrain.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.config.ExperimentConfig.ConversionPlan;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.Split;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.UpdaterProvider;
import org.spiketrain.model.compress.DeltaForm;
import org.spiketrain.model.convert.ConvertibleLayers;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.layer.Recomputation;
import org.spiketrain.model.updater.LearningRateSchedule;
import org.spiketrain.model.updater.Updaters;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.train.ClassBalance;
import org.spiketrain.train.Exchange;
import org.spiketrain.train.LearningRateTrials;
import org.spiketrain.train.OuterStep;
import org.spiketrain.train.RoundLengths;
import org.spiketrain.train.ShownExamples;
import org.spiketrain.train.TrainingSettings;
import org.spiketrain.train.TrainingSettings.Sampling;
import org.spiketrain.train.TrainingSettings.Watched;
import org.spiketrain.train.TrainingStage.RangeSource;
import org.spiketrain.train.UpdaterSettings;
import org.spiketrain.train.UpdaterSettings.LearningRate;

/** Reads how networks are trained: the sections training and conversion. */
record TrainingReader(ConfigReader config) {
  private static final String UPDATER =
      "one of adam, lazy-adam, sgd, momentum-sgd, nesterovs, ada-grad, ada-delta, ada-max,"
          + " ada-belief, ams-grad, nadam, rms-prop, or an updater of a jar of your own";

  TrainingPlan training(NetworkSettings network, long seed) {
    TrainingSettings settings =
        new TrainingSettings(
            new TrainingSettings.Rounds(
                workers(),
                config.integer("training.batch-size", Range.between(1, 1_048_576)),
                new RoundLengths(
                    config.integer("training.averaging-frequency", Range.from(1)),
                    config.number("training.averaging-growth", Range.from(1)),
                    config.integer("training.averaging-warmup", Range.from(0))),
                new OuterStep(
                    config.choice("training.outer-optimiser", OuterStep.Optimiser.class),
                    config.number("training.outer-learning-rate", Range.above(0)),
                    config.number("training.outer-momentum", Range.halfOpen(0, 1))),
                exchange(),
                config.number("training.parameter-decay", Range.halfOpen(0, 1)),
                recompute()),
            new TrainingSettings.Course(
                config.whole("training.examples", Range.from(0)),
                config.whole("training.evaluate-every", Range.from(0)),
                0,
                evaluationSplit(),
                watchedSplit(),
                config.integer("training.patience", Range.from(0)),
                config.choice("training.keep", TrainingSettings.Keep.class),
                config.integer("training.checkpoint-every", Range.from(1)),
                shownAnswers()),
            balance(network),
            augmentation(),
            updater(),
            seed,
            config.optional("training.blas-kernel"));
    // Running means and variances are no directions to go on in.
    if (network.hasBatchNorm()) {
      expectPlain("training.outer-momentum", settings.rounds().outer().momentum(), 0);
      expectPlain("training.outer-learning-rate", settings.rounds().outer().learningRate(), 1);
    }
    return new TrainingPlan(
        settings,
        config.number("training.epochs", Range.from(0)),
        config.whole("training.least-minibatches", Range.from(0)),
        config.integer("training.evaluations", Range.from(0)),
        trials(settings.updater().name()),
        config.number("training.initial-rate", Range.halfOpen(0, 1)));
  }

  private LearningRateTrials trials(String updater) {
    String rates =
        config.parsed(
            "training.trials.learning-rates",
            "numbers above 0 that differ, with commas between them, or nothing",
            LearningRateTrials::rates);
    if (!rates.isBlank() && !Updaters.hasLearningRate(updater)) {
      throw config.bad(
          "training.trials.learning-rates",
          "nothing with training.updater.name %s, which has no learning rate".formatted(updater));
    }
    if (!rates.isBlank() && hasOwnLearningRate(Spec.parse(updater))) {
      throw config.bad(
          "training.trials.learning-rates",
          "nothing with training.updater.name %s, whose learning rate would go before them: write the name alone, or name its other parameters"
              .formatted(updater));
    }
    return new LearningRateTrials(
        LearningRateTrials.rates(rates),
        config.number("training.trials.share", Range.aboveTo(0, 1)));
  }

  private static boolean hasOwnLearningRate(Spec updater) {
    // What stands first is the learning rate.
    return !updater.positional().isEmpty()
        || updater.named().containsKey(UpdaterProvider.LEARNING_RATE.name());
  }

  private ClassBalance balance(NetworkSettings network) {
    ClassBalance balance =
        new ClassBalance(
            config.choice("training.sampling", Sampling.class),
            config.number("training.sampling-power", Range.between(0, 1)),
            config.number("training.class-weights", Range.between(0, 1)),
            config.number("training.logit-adjustment", Range.between(0, 1)));
    if (balance.logitAdjustment() != 0 && !network.hasReadout()) {
      throw config.bad(
          "training.logit-adjustment",
          "0 where network.stack ends without a readout, whose scores it is added to");
    }
    boolean drawn = balance.sampling() == Sampling.CLASS_BALANCED;
    if (drawn && balance.classWeights() != 0) {
      throw config.bad(
          "training.class-weights",
          "0 with training.sampling = class-balanced, which draws rare classes more often: one of"
              + " them is enough");
    }
    if (!drawn && balance.samplingPower() != 1) {
      throw config.bad(
          "training.sampling-power",
          "no other value than the default 1 with training.sampling = natural, which draws every"
              + " example once");
    }
    return balance;
  }

  private Exchange exchange() {
    DeltaForm form = config.choice("training.compression", DeltaForm.class);
    double share = config.number("training.compression-share", Range.aboveTo(0, 1));
    if (form != DeltaForm.TOP_K && config.isChanged("training.compression-share")) {
      throw config.bad(
          "training.compression-share",
          "to be set with training.compression = top-k alone: other forms tell all differences");
    }
    UpdaterStates states = config.choice("training.updater-state", UpdaterStates.class);
    Exchange.UpdaterState state = states.where(form);
    if (form != DeltaForm.NONE && state != Exchange.UpdaterState.KEPT) {
      throw config.bad(
          "training.compression",
          "none with training.updater-state = averaged, whose states do not bear to be coarse, or"
              + " reset: workers must keep what is left out. With kept, or auto, they do");
    }
    return new Exchange(state, form, form == DeltaForm.TOP_K ? share : 1);
  }

  /** What may be written for the updaters' states; auto keeps them where differences are coarse. */
  private enum UpdaterStates {
    AUTO,
    AVERAGED,
    KEPT,
    RESET;

    Exchange.UpdaterState where(DeltaForm form) {
      return switch (this) {
        case AUTO ->
            form == DeltaForm.NONE ? Exchange.UpdaterState.AVERAGED : Exchange.UpdaterState.KEPT;
        case AVERAGED -> Exchange.UpdaterState.AVERAGED;
        case KEPT -> Exchange.UpdaterState.KEPT;
        case RESET -> Exchange.UpdaterState.RESET;
      };
    }
  }

  private void expectPlain(String key, double set, int plain) {
    if (set != plain) {
      throw config.bad(key, plain + " where network.stack has batch-norm");
    }
  }

  Optional<ConversionPlan> conversion(
      NetworkSettings network,
      TrainingPlan training,
      NetworkSettings spiking,
      CorpusSettings data) {
    TrainingSettings settings =
        training
            .settings()
            .pretraining(
                config.integer("conversion.batch-size", Range.between(1, 1_048_576)),
                config.integer("conversion.averaging-frequency", Range.from(1)),
                UpdaterSettings.adam(
                    // Few of the words are in a minibatch.
                    network.learnsWords() ? "lazy-adam" : "adam",
                    config.number("conversion.learning-rate", Range.above(0)),
                    scale(),
                    config.number("conversion.weight-decay", Range.from(0))));
    ConversionPlan plan =
        new ConversionPlan(
            network,
            TrainingPlan.of(settings, config.number("conversion.epochs", Range.above(0))),
            new RangeSource(
                config.choice("conversion.normalisation", RangeSource.By.class),
                config.number("conversion.quantile", Range.aboveTo(0, 1))));
    if (network.stack().isBlank() || !config.optional("training.start-from").isBlank()) {
      checkTrains(training);
    }
    if (network.stack().isBlank()) {
      return Optional.empty();
    }
    if (data.sentenceWords() == 0) {
      throw config.bad(
          "conversion.stack",
          "nothing with data.kind %s: only sentences have rates, which an ANN reads"
              .formatted(data.kind()));
    }
    // Before the ANN is trained for nothing.
    int words = data.sentenceWords();
    ConvertibleLayers trained =
        config.checked("conversion.stack", () -> ConvertibleLayers.of(network, words).artificial());
    var unused =
        config.checked(
            "network.stack", () -> ConvertibleLayers.of(spiking, words).spikingTwinOf(trained));
    return Optional.of(plan);
  }

  private void checkTrains(TrainingPlan training) {
    if (training.trainsNothing()) {
      throw config.bad(
          "training.epochs",
          "a number above 0, but with conversion.stack and without training.start-from, where the converted network can be taken as it is");
    }
  }

  private Augmentation augmentation() {
    return new Augmentation(
        config.number("training.augmentation.drop", Range.halfOpen(0, 1)),
        config.integer("training.augmentation.channel-shift", Range.from(0)),
        config.number("training.augmentation.channel-jitter", Range.from(0)),
        config.integer("training.augmentation.time-shift", Range.from(0)),
        config.number("training.augmentation.time-jitter", Range.from(0)),
        config.number("training.augmentation.time-stretch", Range.halfOpen(0, 1)),
        config.number("training.augmentation.blend", Range.between(0, 1)));
  }

  /** One that was not trained on. */
  private Split evaluationSplit() {
    return config.choice("training.evaluation-split", List.of(Split.VALIDATION, Split.TEST));
  }

  private Recomputation recompute() {
    return Recomputation.parse(
        config.parsed("training.recompute", Recomputation.EXPECTED, Recomputation::parse));
  }

  private int shownAnswers() {
    return ShownExamples.number(
        config.parsed("training.show-answers", ShownExamples.EXPECTED, ShownExamples::number));
  }

  /** Another one than the one that decides. */
  private Watched watchedSplit() {
    Watched watched = config.choice("training.watched-split", Watched.class);
    if (watched.split().equals(Optional.of(evaluationSplit()))) {
      throw config.bad(
          "training.watched-split",
          "another split than training.evaluation-split, which is recorded anyway, or none");
    }
    return watched;
  }

  private UpdaterSettings updater() {
    String name = config.parsed("training.updater.name", UPDATER, TrainingReader::updater);
    LearningRate learningRate = learningRate();
    if (Updaters.hasLearningRate(name)) {
      learningRate = learningRate.times(scale());
    } else {
      checkWithoutLearningRate(name, learningRate);
    }
    return new UpdaterSettings(
        name,
        learningRate,
        new UpdaterSettings.Moments(
            config.number("training.updater.beta1", Range.halfOpen(0, 1)),
            config.number("training.updater.beta2", Range.halfOpen(0, 1)),
            config.number("training.updater.epsilon", Range.above(0))),
        config.number("training.updater.weight-decay", Range.from(0)),
        config.number("training.updater.gradient-clip", Range.from(0)),
        config.number("training.updater.neuron-factor", Range.above(0)));
  }

  /** The name of an updater that can be made with some common values. */
  private static String updater(String written) {
    var unused =
        Updaters.make(
            written, Map.of("learning-rate", 0.1, "beta1", 0.9, "beta2", 0.9, "epsilon", 1e-8));
    return written;
  }

  private LearningRate learningRate() {
    LearningRate rate =
        new LearningRate(
            config.number("training.updater.learning-rate", Range.above(0)),
            config.choice("training.updater.schedule", LearningRateSchedule.Decay.class),
            config.number("training.updater.schedule-gamma", Range.above(0)),
            config.number("training.updater.schedule-power", Range.above(0)),
            config.whole("training.updater.schedule-period", Range.from(0)),
            config.number("training.updater.warmup-fraction", Range.halfOpen(0, 1)),
            1);
    // Nothing would be left of the learning rate after a few minibatches with the default.
    if (rate.decay() == LearningRateSchedule.Decay.EXPONENTIAL
        && !config.isSet("training.updater.schedule-gamma")) {
      throw config.bad(
          "training.updater.schedule-gamma",
          "a number of your own, close below 1 such as 0.9999, with training.updater.schedule ="
              + " exponential, which multiplies by it at every minibatch");
    }
    return rate;
  }

  private double scale() {
    return LearningRate.scaleFor(
        workers(),
        config.integer(
            "training.learning-rate-workers", Range.between(0, TrainingSettings.MOST_WORKERS)));
  }

  private int workers() {
    return config.integer("training.workers", Range.between(1, TrainingSettings.MOST_WORKERS));
  }

  /** Better refused than ignored. */
  private void checkWithoutLearningRate(String updater, LearningRate set) {
    LearningRate defaults = new TrainingReader(config.defaults()).learningRate();
    expectDefault("learning-rate", updater, set.peak(), defaults.peak());
    expectDefault("schedule", updater, set.decay(), defaults.decay());
    expectDefault("warmup-fraction", updater, set.warmupFraction(), defaults.warmupFraction());
    expectDefault(
        "neuron-factor",
        updater,
        config.number("training.updater.neuron-factor", Range.above(0)),
        config.defaults().number("training.updater.neuron-factor", Range.above(0)));
  }

  private void expectDefault(String key, String updater, Object value, Object known) {
    if (!value.equals(known)) {
      throw config.bad(
          "training.updater." + key,
          "no other value than the default %s with training.updater.name %s, which has no learning rate"
              .formatted(known.toString().toLowerCase(Locale.ROOT), updater));
    }
  }
}
