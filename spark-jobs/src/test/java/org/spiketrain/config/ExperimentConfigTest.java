package org.spiketrain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.model.compress.DeltaForm;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.train.Exchange;
import org.spiketrain.train.Exchange.UpdaterState;
import org.spiketrain.train.TrainingSettings;
import org.spiketrain.train.TrainingSettings.Keep;
import org.spiketrain.train.TrainingSettings.Sampling;
import org.spiketrain.train.TrainingSettings.Watched;

class ExperimentConfigTest {
  @TempDir Path folder;

  private String file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("test.conf"), String.join("\n", lines)).toString();
  }

  private static ExperimentConfig load(String file) {
    return ExperimentConfig.load(file, Map.of());
  }

  static Stream<String> filesThatComeWithSpiketrain() throws URISyntaxException {
    Path packaged = Path.of(ConfigFiles.class.getResource("/conf/reference.conf").toURI());
    String[] names = packaged.getParent().toFile().list();
    return Arrays.stream(names)
        .filter(name -> !name.equals("reference.conf") && !name.equals("datasets.conf"))
        .map(name -> name.equals("names-best.conf") ? name : "conf/" + name);
  }

  @ParameterizedTest
  @MethodSource("filesThatComeWithSpiketrain")
  void readsTheFilesThatComeWithSpiketrain(String file) {
    assertThat(load(file).output().path()).startsWith("runs/");
  }

  private static NamesSettings names(ExperimentConfig config) {
    return (NamesSettings) config.data();
  }

  @Test
  void theDemoOfSpokenWordsHearsWhatItHasWritten() {
    assertThat(load("conf/ssc-demo.conf").data().path()).isEqualTo("runs/ssc-demo/events");
    Map<String, String> elsewhere = Map.of("output.path", "hdfs://host:8020/demo");
    assertThat(ExperimentConfig.load("ssc-demo.conf", elsewhere).data().path())
        .isEqualTo("hdfs://host:8020/demo/events");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "conversion.stack; embedding(learned) | linear(classes); An artificial network is converted"
            + " where",
        "conversion.stack; convolution(8) | linear(classes); An artificial network is converted"
            + " where",
        "network.stack; leaky(classes); A spiking network that is to begin with",
        "network.stack; convolution(9) | pooled(each) | leaky(classes); A spiking network that is"
            + " to begin",
        "conversion.stack; convolution(8, neurons = relu, widths = 3 99) | linear(classes); wider"
            + " than a sentence",
        "conversion.stack; convolution(60, widths = 2 3 4, neurons = relu) | linear(classes * 10);"
            + " Each class of the artificial network becomes one or several neurons",
        "conversion.stack; convolution(60, widths = 2 3 4, neurons = relu) | linear(2); write"
            + " linear(classes)",
        "data.text.coding; latency; expected rate where conversion.stack is given",
        "data.text.coding; delta; expected rate where conversion.stack is given",
        "data.text.coding; population(4, coding = rate(1)); expected rate where conversion.stack is",
      })
  void whatCannotBeConvertedIsRefusedBeforeAnyTraining(String key, String stack, String message) {
    assertThat(load("conf/text-demo.conf").conversion()).isPresent();
    assertThatThrownBy(() -> ExperimentConfig.load("conf/text-demo.conf", Map.of(key, stack)))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining(message);
  }

  @Test
  void onlyAConvertedNetworkIsTakenAsItIs() {
    Map<String, String> keys = new HashMap<>(Map.of("training.epochs", "0"));
    assertThat(ExperimentConfig.load("conf/text-demo.conf", keys).training().trainsNothing())
        .isTrue();

    keys.put("training.start-from", "model.zip");
    assertThatThrownBy(() -> ExperimentConfig.load("conf/text-demo.conf", keys))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.epochs is")
        .hasMessageContaining("a number above 0, but with conversion.stack and without");
  }

  private static TrainingSettings lasting(long examples, Map<String, String> keys) {
    return ExperimentConfig.load("conf/text-demo.conf", keys).training().forExamples(examples);
  }

  @Test
  void aSmallSetIsTrainedOnForSoManyMinibatchesAndALargeOneForItsPasses() {
    Map<String, String> keys =
        Map.of(
            "training.epochs", "0.5",
            "training.batch-size", "10",
            "training.workers", "2",
            "training.least-minibatches", "30",
            "training.evaluations", "4");

    assertThat(lasting(100, keys).course().examples()).isEqualTo(600);
    assertThat(lasting(100, keys).course().evaluations()).isEqualTo(4);
    assertThat(lasting(8000, keys).course().examples()).isEqualTo(4000);
    Map<String, String> none = new HashMap<>(keys);
    none.put("training.epochs", "0");
    assertThat(lasting(100, none).course().examples()).isZero();
  }

  @Test
  void examplesBetweenEvaluationsGoBeforeTheirNumber() {
    TrainingSettings.Course course =
        lasting(100, Map.of("training.evaluations", "4", "training.evaluate-every", "30")).course();

    assertThat(course.evaluateEvery()).isEqualTo(30);
    assertThat(course.evaluations()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e-3, 0.001", "1e-3 1e-4", "much", "1e-3,"})
  void learningRatesThatCannotBeTriedAreRefused(String rates) {
    Map<String, String> keys = Map.of("training.trials.learning-rates", rates);
    assertThatThrownBy(() -> lasting(10, keys))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.trials.learning-rates")
        .hasMessageContaining("numbers above 0 that differ");
  }

  @Test
  void anUpdaterWithoutALearningRateHasNoneToTry() {
    Map<String, String> keys =
        Map.of(
            "training.trials.learning-rates", "1e-3, 1e-4",
            "training.updater.name", "ada-delta",
            "training.updater.schedule", "constant",
            "training.updater.learning-rate", "0.001");
    assertThatThrownBy(() -> lasting(10, keys))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("nothing with training.updater.name ada-delta");
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel-shift", "time-jitter", "time-stretch", "blend"})
  void wordsOfSentencesAreDroppedAndNotMoved(String change) {
    String drop = "training.augmentation.drop";
    Augmentation dropped =
        ExperimentConfig.load("conf/text-demo.conf", Map.of(drop, "0.2"))
            .training()
            .forExamples(10)
            .augmentation();
    assertThat(dropped).isEqualTo(Augmentation.ofDrop(0.2));
    String key = "training.augmentation." + change;
    String value = change.equals("channel-shift") ? "1" : "0.5";
    assertThatThrownBy(() -> ExperimentConfig.load("conf/text-demo.conf", Map.of(key, value)))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining(key + " is")
        .hasMessageContaining("expected 0 with data.kind text");
  }

  @Test
  void aSplitThatDecidesIsNotWatchedBeside() throws IOException {
    assertThat(
            load(file("training.watched-split = test"))
                .training()
                .forExamples(10)
                .course()
                .watchedSplit())
        .isEqualTo(Watched.TEST);
    String twice = file("training { evaluation-split = test, watched-split = test }");
    assertThatThrownBy(() -> load(twice))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.watched-split is \"test\"")
        .hasMessageContaining("another split than training.evaluation-split");
    String empty =
        file(
            "split { train-fraction = 0.9, validation-fraction = 0.1, test-fraction = 0 }",
            "training.watched-split = test, evaluation.split = validation");
    assertThatThrownBy(() -> load(empty)).hasMessageContaining("split.test-fraction is 0");
  }

  @Test
  void theTutorialsFileIsTheTutorial() {
    ExperimentConfig tutorial = load("conf/names-tutorial.conf");

    assertThat(names(tutorial).split()).isEqualTo(SplitSettings.tutorial());
    assertThat(names(tutorial).letters().letters()).hasSize(58);
    assertThat(tutorial.network())
        .isEqualTo(
            new NetworkSettings("spiking-lstm(256) | readout(last, loss = softmax-mse)", ""));
    assertThat(tutorial.training().forExamples(16_000).course().examples()).isEqualTo(1_000_000);
    assertThat(tutorial.training().settings().course().evaluateEvery()).isEqualTo(1000);
    assertThat(tutorial.training().settings().balance().sampling())
        .isEqualTo(Sampling.CLASS_BALANCED);
    assertThat(tutorial.training().settings().updater().learningRate().peak()).isEqualTo(1e-4);
    assertThat(tutorial.training().settings().course().keep()).isEqualTo(Keep.LAST);
  }

  @Test
  void theCommandLineGoesBeforeTheFileAndTheFileBeforeTheDefaults() throws IOException {
    String file = file("network { loss = ce-rate, stack = \"leaky(7)\" }", "seed = 5");

    ExperimentConfig config =
        ExperimentConfig.load(
            file,
            Map.of(
                "network.stack", "leaky(9)",
                "output.path", "hdfs://host:8020/a b#c",
                "output.overwrite", "true"));

    assertThat(config.network()).isEqualTo(new NetworkSettings("leaky(9)", "ce-rate"));
    assertThat(config.training().settings().course().patience()).isZero();
    assertThat(config.output().path()).isEqualTo("hdfs://host:8020/a b#c");
    assertThat(config.output().mode()).isEqualTo(OutputMode.OVERWRITE);
    assertThat(names(config).seed()).isEqualTo(5);
    assertThat(config.training().settings().seed()).isEqualTo(5);
  }

  @Test
  void filesMayIncludeTheirNeighbours() throws IOException {
    Files.writeString(folder.resolve("base.conf"), "seed = 11");

    assertThat(names(load(file("include \"base.conf\"", "network.loss = ce-rate"))).seed())
        .isEqualTo(11);
  }

  @Test
  void readsFromAnyHadoopFileSystem() throws IOException {
    String uri = Path.of(file("seed = 12")).toUri().toString();

    assertThat(names(load(uri)).seed()).isEqualTo(12);
  }

  @Test
  void epochsBecomeExamplesAndExamplesGoFirst() throws IOException {
    TrainingPlan epochs = load(file("training.epochs = 2.5")).training();
    TrainingPlan examples = load(file("training { epochs = 2, examples = 1e6 }")).training();

    assertThat(epochs.forExamples(1000).course().examples()).isEqualTo(2500);
    assertThat(epochs.forExamples(1000).course().evaluateEvery()).isEqualTo(1000);
    assertThat(examples.forExamples(1000).course().examples()).isEqualTo(1_000_000);
  }

  @Test
  void theRenderedConfigurationGivesTheSameAgain() throws IOException {
    ExperimentConfig config =
        ExperimentConfig.load(
            "conf/names-tutorial.conf", Map.of("seed", "9", "data.path", "x\\ \"y\""));

    assertThat(load(file(config.rendered()))).isEqualTo(config);
    assertThat(config.rendered()).doesNotContain("weight = ", "times", "units");
    assertThat(ExperimentConfig.entries(config.rendered()))
        .containsEntry("training.updater.learning-rate", "1.0E-4")
        .containsEntry("data.path", "x\\ \"y\"")
        .doesNotContainKey("data.source.weight");
  }

  @Test
  void theRecipeOfAModelDoesNotDependOnWhereItsOutputsGo() {
    ExperimentConfig one = ExperimentConfig.defaults(Map.of("output.path", "one"));
    ExperimentConfig two =
        ExperimentConfig.defaults(Map.of("output.path", "two", "output.overwrite", "true"));
    assertThat(one.recipe()).isEqualTo(two.recipe()).contains("spiking-lstm(256)");
    assertThat(ExperimentConfig.defaults(Map.of("seed", "2")).recipe()).isNotEqualTo(one.recipe());
  }

  @Test
  void theTutorialSplitsFileIsTheBestOneOnThatSplit() {
    ExperimentConfig best = load("conf/names-best.conf");
    ExperimentConfig alphabetical = load("conf/names-best-tutorial-split.conf");
    assertThat(names(alphabetical).split()).isEqualTo(SplitSettings.tutorial());
    assertThat(names(alphabetical).letters().maskedPrefix()).isEqualTo(1);
    assertThat(alphabetical.training().settings().course().evaluationSplit()).isEqualTo(Split.TEST);
    assertThat(alphabetical.network()).isEqualTo(best.network());
    assertThat(alphabetical.training().settings().updater())
        .isEqualTo(best.training().settings().updater());
  }

  @Test
  void filesAreReadWithTheHadoopSettingsThatWereSubmitted() throws IOException {
    file("seed = 13");
    String link = "spark.hadoop.fs.viewfs.mounttable.mounted.link./in";
    System.setProperty(link, folder.toUri().toString());
    try {
      assertThat(names(load("viewfs://mounted/in/test.conf")).seed()).isEqualTo(13);
    } finally {
      System.clearProperty(link);
    }
  }

  @Test
  void anUpdaterWithoutALearningRateRefusesOne() {
    Map<String, String> adaDelta = Map.of("training.updater.name", "ada-delta");
    assertThat(ExperimentConfig.defaults(adaDelta).training().settings().updater().name())
        .isEqualTo("ada-delta");
    Map.of("learning-rate", "0.1", "schedule", "cosine", "warmup-fraction", "0.5")
        .forEach(
            (key, value) -> {
              Map<String, String> more = new HashMap<>(adaDelta);
              more.put("training.updater." + key, value);
              assertThatThrownBy(() -> ExperimentConfig.defaults(more))
                  .isInstanceOf(ConfigErrorException.class)
                  .hasMessageContaining("training.updater." + key)
                  .hasMessageContaining("ada-delta, which has no learning rate");
            });
  }

  @Test
  void anExponentialScheduleNeedsAGammaOfItsOwn() {
    Map<String, String> exponential = new HashMap<>();
    exponential.put("training.updater.schedule", "exponential");
    assertThatThrownBy(() -> ExperimentConfig.defaults(exponential))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.updater.schedule-gamma is 0.1")
        .hasMessageContaining("such as 0.9999");

    exponential.put("training.updater.schedule-gamma", "0.1");
    ExperimentConfig config = ExperimentConfig.defaults(exponential);
    assertThat(config.training().settings().updater().learningRate().gamma()).isEqualTo(0.1);
  }

  @Test
  void valuesMayReferToEarlierOnesAndToTheEnvironment() throws IOException {
    String file =
        file(
            "training.epochs = 7",
            "training.epochs = ${?SPIKETRAIN_THAT_NOBODY_SETS}",
            "training.updater = ${training.updater} { schedule = exponential }",
            "output.path = runs",
            "output.path = ${output.path}/exponential");
    ExperimentConfig config =
        ExperimentConfig.load(file, Map.of("training.updater.schedule-gamma", "0.1"));
    assertThat(config.training().epochs()).isEqualTo(7);
    assertThat(config.output().path()).isEqualTo("runs/exponential");
    assertThatThrownBy(() -> ExperimentConfig.load(file, Map.of()))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.updater.schedule-gamma is 0.1");
  }

  /** Of the ANN that a network begins as, too. */
  @Test
  void moreWorkersThanTheLearningRateWasChosenForScaleIt() {
    Map<String, String> settings = new HashMap<>();
    settings.put("training.workers", "8");
    assertThat(scales(ExperimentConfig.load("conf/text-demo.conf", settings)))
        .containsExactly(4.0, 4.0);

    settings.put("training.learning-rate-workers", "1");
    assertThat(scales(ExperimentConfig.load("conf/text-demo.conf", settings)))
        .containsExactly(8.0, 8.0);

    settings.put("training.learning-rate-workers", "0");
    assertThat(scales(ExperimentConfig.load("conf/text-demo.conf", settings)))
        .containsExactly(1.0, 1.0);
  }

  private static List<Double> scales(ExperimentConfig config) {
    return Stream.of(config.training(), config.conversion().orElseThrow().training())
        .map(plan -> plan.settings().updater().learningRate().scale())
        .toList();
  }

  @Test
  void coarseDifferencesGoWithUpdaterStatesThatAreKept() {
    Map<String, String> settings = new HashMap<>();
    assertThat(exchange(settings)).isEqualTo(Exchange.AVERAGED);
    settings.put("training.updater-state", "kept");
    assertThat(exchange(settings)).isEqualTo(new Exchange(UpdaterState.KEPT, DeltaForm.NONE, 1));
    settings.put("training.updater-state", "auto");
    settings.put("training.compression-share", "0.2");
    settings.put("training.compression", "top-k");
    assertThat(exchange(settings)).isEqualTo(new Exchange(UpdaterState.KEPT, DeltaForm.TOP_K, 0.2));
    settings.put("training.compression", "ternary");
    assertThatThrownBy(() -> exchange(settings))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.compression-share")
        .hasMessageContaining("training.compression = top-k alone");
    settings.remove("training.compression-share");
    assertThat(exchange(settings)).isEqualTo(new Exchange(UpdaterState.KEPT, DeltaForm.TERNARY, 1));

    settings.put("training.updater-state", "averaged");
    assertThatThrownBy(() -> exchange(settings))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.compression")
        .hasMessageContaining("training.updater-state = averaged");
    settings.put("training.updater-state", "reset");
    assertThatThrownBy(() -> exchange(settings))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("or reset");
    settings.remove("training.compression");
    assertThat(exchange(settings)).isEqualTo(new Exchange(UpdaterState.RESET, DeltaForm.NONE, 1));
  }

  private static Exchange exchange(Map<String, String> settings) {
    return ExperimentConfig.defaults(settings).training().settings().rounds().exchange();
  }

  @Test
  void momentumIsRefusedWhereALayerIsNormalisedOnly() {
    Map<String, String> settings = new HashMap<>();
    settings.put("training.outer-momentum", "0.5");
    settings.put("network.stack", "leaky(8, batch-norm = 0) | readout(mean)");
    assertThat(ExperimentConfig.defaults(settings).network().hasBatchNorm()).isFalse();

    for (String layer : List.of("leaky(8, batch-norm = 1)", "lstm(8, output, 1)")) {
      settings.put("network.stack", layer + " | readout(mean)");
      assertThatThrownBy(() -> ExperimentConfig.defaults(settings))
          .isInstanceOf(ConfigErrorException.class)
          .hasMessageContaining("training.outer-momentum");
    }
  }

  @Test
  void anUnknownKeyIsRefusedWithItsLineAndTheNearestKey() throws IOException {
    String file = file("seed = 1", "network {", "  stakc = \"leaky(3)\"", "}");

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("Unknown configuration key network.stakc")
        .hasMessageContaining("test.conf:3)")
        .hasMessageContaining("did you mean network.stack?");
  }

  @ParameterizedTest
  @CsvSource({
    "batchsize, conversion.batch-size or training.batch-size",
    "learning-rate, conversion.learning-rate or training.updater.learning-rate",
    "training.learning-rate, training.updater.learning-rate",
    "data.paht, data.path",
    "ouput.path, output.path",
    "sed, seed",
  })
  void anUnknownKeyOfTheCommandLineIsRefusedWithTheNearestKey(String key, String nearest) {
    assertThatThrownBy(() -> ExperimentConfig.defaults(Map.of(key, "1")))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("Unknown configuration key " + key + " (-D " + key + ")")
        .hasMessageContaining("did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "letters",
        "fold-case",
        "fold-letters",
        "keep-spaces",
        "boundaries",
        "masked-prefix",
        "ngrams",
        "ngram-minimum-count"
      })
  void aKeyOfNamesThatWasRenamedIsRefusedWithItsNewName(String key) {
    assertThatThrownBy(() -> ExperimentConfig.defaults(Map.of("data." + key, "1")))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("Unknown configuration key data." + key)
        .hasMessageContaining("it is called data.names." + key + " today");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo.bar", "nothing", "network.weight-of-it", "x"})
  void noKeyIsGuessedWhereNoneIsNear(String key) {
    assertThatThrownBy(() -> ExperimentConfig.defaults(Map.of(key, "1")))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("there is none like it. Every key is in conf/reference.conf");
  }

  @Test
  void neuronsCannotReadLongerNgramsThanThereAre() {
    String stack = "spiking-lstm(4, spiking-ngrams = %d) | readout(mean)";
    Map<String, String> longer =
        Map.of("data.names.ngrams", "2", "network.stack", stack.formatted(4));
    assertThatThrownBy(() -> ExperimentConfig.defaults(longer))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("spiking-ngrams = 4")
        .hasMessageContaining("at most 2 letters (data.names.ngrams)")
        .hasMessageContaining("-D network.stack");
    String two = stack.formatted(2);
    Map<String, String> fits = Map.of("data.names.ngrams", "2", "network.stack", two);
    assertThat(ExperimentConfig.defaults(fits).network().stack()).isEqualTo(two);
  }

  @Test
  void keysThatDescribedANetworkAreRefusedWithTheStackThatSaysTheSame() throws IOException {
    String file =
        file(
            "network {",
            "  cell = spiking-gru",
            "  hidden-size = 64",
            "  layers = 2",
            "  direction = bidirectional",
            "  members = 3",
            "  integrators = 18",
            "  spiking-ngrams = 2",
            "  candidate-surrogate = \"atan(2)\"",
            "  dropout = 0.3",
            "  pooling = mean",
            "  loss = \"cross-entropy(0.1)\"",
            "}");
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("network.candidate-surrogate")
        .hasMessageContaining("test.conf:9) is written in network.stack now")
        .hasMessageContaining(
            "\"spiking-gru(64, candidate = atan(2), members = 3, integrators = 18, bidirectional ="
                + " true, spiking-ngrams = 2) | dropout(0.3) | spiking-gru(64, candidate = atan(2),"
                + " members = 3, integrators = 18, bidirectional = true) | readout(mean, loss ="
                + " cross-entropy(0.1), dropout = 0.3)\"");
    assertThatThrownBy(() -> ExperimentConfig.defaults(Map.of("network.cell-state", "clipped")))
        .hasMessageContaining("\"spiking-lstm(256, cell-state = clipped) | readout(last)\"");
  }

  @Test
  void aLossIsNamedOnce() {
    Map<String, String> twice =
        Map.of(
            "network.stack", "leaky(5) | readout(mean, loss = softmax-mse)",
            "network.loss", "cross-entropy");
    assertThatThrownBy(() -> ExperimentConfig.defaults(twice))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("network.loss is cross-entropy, but the readout names softmax-mse")
        .hasMessageContaining("leave one of them out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.batch-size | 0 | a whole number from 1 to 1048576",
        "training.batch-size | 2.5 | a whole number from 1",
        "training.batch-size | many | a whole number from 1",
        "training.patience | 3000000000 | at most 2147483647",
        "training.updater.learning-rate | 0 | a number above 0",
        "training.updater.learning-rate | NaN | a number above 0",
        "training.updater.beta1 | 1 | a number from 0 to below 1",
        "split.train-fraction | 0 | a number above 0 to 1",
        "network.loss | mse | Unknown loss 'mse': expected one of ce-count, ce-last, ce-max-membrane,"
            + " ce-mean, ce-rate, ce-softmax-sum, ce-temporal, cross-entropy, mse-count,"
            + " mse-membrane, mse-temporal, softmax-mse",
        "data.names.fold-case | perhaps | true or false",
        "data.names.ngrams | 9 | a whole number from 1 to 8",
        "training.class-weights | 1.5 | a number from 0 to 1",
        "training.logit-adjustment | 2 | a number from 0 to 1",
        "training.sampling-power | 0.5 | no other value than the default 1 with"
            + " training.sampling = natural",
        "data.source.weight | w | nothing where neither data.source.format nor data.source.table",
        "training.evaluation-split | train | one of validation, test",
        "scoring.csv-delimiter | ;; | one character, as in ;, or the word tab",
        "scoring.csv-delimiter | a | one character, as in ;, or the word tab",
        "evaluation.split | dev | one of train, validation, test",
        "evaluation.priors | even | trained, uniform, or CLASS=SHARE with commas between them",
        "scoring.priors | A=0.5 | trained, uniform, or CLASS=SHARE with commas between them",
        "scoring.none-below | 2 | a number from 0 to 1",
        "attack.budget | 0 | a number above 0 to 1",
        "attack.minimum-similarity | 1.5 | a number from -1 to 1",
        "attack.vectors-format | random | one of text, word2vec-binary",
      })
  void aBadValueIsRefusedWithWhatIsExpected(String key, String value, String expected) {
    assertThatThrownBy(() -> ExperimentConfig.defaults(Map.of(key, value)))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageStartingWith("%s is \"%s\" (-D %s): expected ".formatted(key, value, key))
        .hasMessageContaining(expected);
  }

  @Test
  void rareClassesAreFavouredInOneWay() {
    assertThatThrownBy(
            () ->
                ExperimentConfig.defaults(
                    Map.of("training.sampling", "class-balanced", "training.class-weights", "0.5")))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.class-weights is \"0.5\"")
        .hasMessageContaining("one of them is enough");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[3]", "{ a = 3 }", "null", "[]"})
  void aValueOfAnotherKindIsRefused(String value) throws IOException {
    String file = file("", "training.patience = " + value);

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.patience")
        .hasMessageContaining("test.conf:2)");
  }

  @Test
  void aSectionIsNoKey() throws IOException {
    String file = file("network = 3");

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("network (")
        .hasMessageContaining("it is a section: set the keys in it, such as network.loss");
  }

  @Test
  void sharesMustSumToOne() throws IOException {
    String file = file("split.train-fraction = 0.5");

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("sum to 0.7")
        .hasMessageContaining("test.conf:1)");
  }

  @Test
  void baselinesAreNamedOrAsEarlierVersionsHadThem() {
    assertThat(baselines("auto")).containsExactly("auto");
    assertThat(baselines("true")).containsExactly("auto");
    assertThat(baselines("none")).isEmpty();
    assertThat(baselines("false")).isEmpty();
    assertThat(baselines("majority")).containsExactly("majority");
    assertThatThrownBy(() -> baselines("majority, forest"))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining(
            "There is no baseline \"forest\" for data of kind names: expected auto, none, or")
        .hasMessageContaining("(-D evaluation.baselines)");
  }

  private static List<String> baselines(String value) {
    return ExperimentConfig.defaults(Map.of("evaluation.baselines", value))
        .evaluation()
        .baselines();
  }

  @Test
  void aSplitThatIsEvaluatedMustHaveExamples() throws IOException {
    String file =
        file("split { protocol = tutorial, validation-fraction = 0 }", "evaluation.split = test");

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageStartingWith("training.evaluation-split is \"validation\"")
        .hasMessageContaining("split.validation-fraction is 0");
  }

  @Test
  void aRepeatedLetterIsRefused() {
    assertThatThrownBy(() -> ExperimentConfig.defaults(Map.of("data.names.letters", "aba")))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("data.names.letters has the letter 'a' twice")
        .hasMessageContaining("-D data.names.letters");
  }

  @Test
  void aFileThatIsNoHoconIsRefusedWithItsLine() throws IOException {
    String file = file("seed = 1", "network {");

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("Cannot read the configuration")
        .hasMessageContaining("test.conf: 2");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> load("conf/none.conf"))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("conf/none.conf")
        .hasMessageContaining("conf/names-demo.conf");
  }

  @Test
  void theSpeechTutorialPreprocessesAsTonicDoesThere() {
    ExperimentConfig config = load("conf/ssc-tutorial.conf");
    EventsSettings events = (EventsSettings) config.data();
    assertThat(events.transform())
        .isEqualTo(
            new EventTransform.Settings(
                700, new Downsample(1, 0.5), 1, TimeWindows.of(12_000), CountMode.KEEP));
    assertThat(events.transform().channels()).isEqualTo(350);
  }

  @Test
  void framesOfEventsAreCheckedAsTheyAreRead() {
    Map<String, String> events = new HashMap<>(Map.of("data.kind", "events"));
    assertThatThrownBy(() -> ExperimentConfig.defaults(events))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContainingAll("data.path is \"builtin:surnames\"", "expected a folder of .h5");
    events.put("data.path", "words");
    events.put("data.events.overlap-us", "12000");
    assertThatThrownBy(() -> ExperimentConfig.defaults(events))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContainingAll("the overlap must be shorter", "-D data.events.overlap-us");
    events.put("data.events.framing", "fixed-bins");
    events.put("data.events.train-files", "a.h5, b.h5.gz");
    EventsSettings read = (EventsSettings) ExperimentConfig.defaults(events).data();
    assertThat(read.transform().framing()).isEqualTo(new FixedBins(100, 1_000_000));
    assertThat(read.files()).containsEntry(Split.TRAIN, List.of("a.h5", "b.h5.gz"));
  }

  @Test
  void theRegistryIsWhereItIsSetAndNoPartOfTheRecipe() {
    assertThat(ExperimentConfig.defaults(Map.of()).registry().path()).isEmpty();
    for (String path : List.of("models", "hdfs:///models")) {
      ExperimentConfig set = ExperimentConfig.defaults(Map.of("registry.path", path));
      assertThat(set.registry().path()).contains(path);
      assertThat(set.recipe()).isEqualTo(ExperimentConfig.defaults(Map.of()).recipe());
    }
    assertThatThrownBy(() -> ExperimentConfig.defaults(Map.of("registry.path", "")))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("registry.path is empty");
  }
}
