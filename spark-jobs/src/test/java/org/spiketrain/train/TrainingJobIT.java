package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.SharedCluster;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameView;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.train.TrainingSettings.Watched;

class TrainingJobIT {
  private static final long EXAMPLES = 400;

  @TempDir private static Path shared;
  private static SparkSession spark;
  private static String frames;

  @TempDir private Path folder;

  @BeforeAll
  static void preprocess() {
    spark = LocalSpark.session();
    frames = TinyTraining.frames(spark, shared);
  }

  /** A pass is 42 examples, so that four of them end meanwhile. */
  @Test
  void evaluationsAreAsManyAsAskedForWhateverPassesEnd() {
    TrainingSettings thrice = TinyTraining.evaluated(168, 3);
    TrainingJob job =
        TinyTraining.job(
            spark, frames, folder.resolve("thrice"), thrice, new TrainingProgress() {});

    assertThat(job.run(TrainingJob.Start.FRESH).history().rows())
        .extracting(HistoryRow::examples)
        .containsExactly(56L, 112L, 168L);
  }

  @Test
  void oneAndTwoWorkersLearn() {
    for (int workers : new int[] {1, 2}) {
      Path output = folder.resolve("workers" + workers);
      TrainingJob.Result result =
          TinyTraining.job(
                  spark,
                  frames,
                  output,
                  TinyTraining.settings(workers, 1200),
                  new TrainingProgress() {})
              .run(TrainingJob.Start.FRESH);
      List<HistoryRow> rows = result.history().rows();
      assertThat(rows.get(rows.size() - 1).training().loss())
          .isLessThan(0.6 * rows.get(0).training().loss());
      assertThat(rows.get(rows.size() - 1).evaluation().loss())
          .isLessThan(0.6 * rows.get(0).evaluation().loss());
      assertThat(result.bestAccuracy()).isGreaterThan(0.9);
      assertThat(result.examples()).isEqualTo(1200);
    }
  }

  @Test
  void sameSeedAndWorkersGiveTheSameModelBitForBit() {
    TrainingSettings settings = TinyTraining.settings(2, EXAMPLES);
    assertThat(train("a", settings)).isEqualTo(train("b", settings));
    assertThat(train("c", TinyTraining.settings(1, EXAMPLES)))
        .isEqualTo(train("d", TinyTraining.settings(1, EXAMPLES)));
  }

  private byte[] train(String name, TrainingSettings settings) {
    return train(name, frames, settings);
  }

  private byte[] train(String name, String from, TrainingSettings settings) {
    return TinyTraining.train(spark, from, folder.resolve(name), settings, TrainingJob.Start.FRESH);
  }

  private String view(String name, String... members) {
    String view = folder.resolve(name).toString();
    List<org.apache.hadoop.fs.Path> paths =
        Stream.of(members).map(org.apache.hadoop.fs.Path::new).toList();
    FrameView.write(spark, view, paths, OutputMode.REFUSE_EXISTING);
    return view;
  }

  @Test
  void aViewTrainsAsTheFramesItRefersTo() {
    TrainingSettings settings = TinyTraining.settings(2, 80);
    byte[] alone = train("alone", settings);
    assertThat(train("viewed", view("one", frames), settings)).isEqualTo(alone);

    String more = TinyTraining.appended(spark, folder, frames);
    String both = view("both", frames, more);
    byte[] together = train("both-trained", both, settings);
    assertThat(together).isNotEqualTo(alone);
    assertThat(train("both-again", both, settings)).isEqualTo(together);
  }

  @Test
  void aSplitThatIsWatchedDecidesNothing() {
    byte[] unwatched = train("unwatched", TinyTraining.settings(2, EXAMPLES));
    TrainingSettings watching =
        TinyTraining.settings(2, EXAMPLES, Split.VALIDATION, Watched.TEST, 0);
    train("tested", TinyTraining.settings(2, EXAMPLES, Split.TEST, 0));

    assertThat(train("watched", watching)).isEqualTo(unwatched);
    assertThat(scores("unwatched", HistoryRow::watched)).containsOnly(SplitScores.NONE);
    assertThat(scores("watched", HistoryRow::watched))
        .isEqualTo(scores("tested", HistoryRow::evaluation))
        .doesNotContain(SplitScores.NONE);
    assertThat(scores("watched", HistoryRow::evaluation))
        .isEqualTo(scores("unwatched", HistoryRow::evaluation));
  }

  private List<SplitScores> scores(String name, Function<HistoryRow, SplitScores> scores) {
    RunFiles files = TinyTraining.files(folder.resolve(name));
    return files.readHistory().rows().stream().map(scores).toList();
  }

  @Test
  void theRecordedLossesAreTheScoresThatDl4jGivesTheModel() throws IOException {
    Path output = folder.resolve("scored");
    TrainingSettings settings =
        TinyTraining.settings(2, EXAMPLES, Split.VALIDATION, Watched.TEST, 0);
    HistoryRow best =
        TinyTraining.job(spark, frames, output, settings, new TrainingProgress() {})
            .run(TrainingJob.Start.FRESH)
            .history()
            .best()
            .orElseThrow();
    byte[] model = Files.readAllBytes(output.resolve("model.zip"));
    MultiLayerNetwork network = TrainedModel.read(model, "model.zip").network();

    assertThat(best.evaluation().loss()).isCloseTo(score(network, "validation"), within(1e-5));
    assertThat(best.watched().loss()).isCloseTo(score(network, "test"), within(1e-5));
    assertThat(best.evaluation().loss()).isNotEqualTo(best.watched().loss());
  }

  private static double score(MultiLayerNetwork network, String split) {
    List<Example> examples =
        FrameParquet.read(spark, frames, split).toJavaRDD().map(FrameParquet::example).collect();
    FrameShard shard = FrameShard.of(examples.get(0).frames().channels(), examples.iterator());
    int[] all = IntStream.range(0, shard.size()).toArray();
    return network.score(
        new Minibatch(shard, 2, InputCoding.EVENTS, Augmentation.NONE)
            .of(all, new SplittableRandom(1)),
        false);
  }

  @Test
  void eachEpochEndsWithAnEvaluation() {
    Path output = folder.resolve("epochs");
    TrainingHistory history =
        TinyTraining.job(
                spark,
                frames,
                output,
                TinyTraining.closelyWatched(3 * 42),
                new TrainingProgress() {})
            .run(TrainingJob.Start.FRESH)
            .history();

    // Of 42 training examples, in minibatches of 4: the epochs end at 42, 84 and 126.
    assertThat(history.rows())
        .extracting(HistoryRow::examples)
        .containsExactly(16L, 32L, 44L, 48L, 64L, 80L, 84L, 96L, 112L, 128L);
    assertThat(history.rows().get(6).epoch()).isEqualTo(2);
    List<HistoryRow> epochs = history.perEpoch().rows();
    assertThat(epochs).extracting(HistoryRow::examples).containsExactly(44L, 84L, 128L);
    assertThat(epochs)
        .allSatisfy(
            epoch ->
                assertThat(List.of(epoch.training(), epoch.evaluation(), epoch.watched()))
                    .allMatch(split -> Double.isFinite(split.loss() + split.accuracy())));
    assertThat(output.resolve("training/epochs.csv"))
        .content()
        .isEqualTo(history.perEpoch().toCsv());
    assertThat(output.resolve("training/loss-test.svg")).isNotEmptyFile();
  }

  @Test
  void aClusterOfTwoExecutorsGivesTheSameModelAsLocalThreads() throws Exception {
    byte[] local = train("local", TinyTraining.settings(2, EXAMPLES));
    Path output = folder.resolve("cluster");
    String printed =
        SharedCluster.run(
            TrainingProcess.class,
            TrainingProcess.arguments(
                frames, output, 2, EXAMPLES, BlasAgreement.AUTO, TrainingJob.Start.FRESH));
    assertThat(output.resolve("model.zip")).hasBinaryContent(local);
    // Of ten rounds: each executor keeps one of the shards, of frames that one of them has read.
    assertThat(printed).contains("workers by executor: [10, 10]");
  }

  @LongTest
  @Test
  void aKilledDriverResumesToTheSameModel() throws Exception {
    long examples = 1600;
    byte[] uninterrupted = train("whole", TinyTraining.settings(2, examples));
    Path output = folder.resolve("killed");
    Process process =
        TrainingProcess.start(
            "local[2]", frames, output, 2, examples, BlasAgreement.AUTO, TrainingJob.Start.FRESH);
    awaitCheckpoint(process, output.resolve("training/checkpoints"));
    // SIGKILL: nothing gets a chance to tidy up.
    process.destroyForcibly().waitFor();
    assertThat(output.resolve("model.zip")).doesNotExist();

    byte[] resumed =
        TinyTraining.train(
            spark, frames, output, TinyTraining.settings(2, examples), TrainingJob.Start.RESUME);

    assertThat(resumed).isEqualTo(uninterrupted);
    assertThat(evaluations(output)).isEqualTo(evaluations(folder.resolve("whole")));
  }

  /** As when it is resumed on machines with other processors. */
  @LongTest
  @Test
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
  void aResumedTrainingKeepsTheKernelOfItsMatrixProducts() throws Exception {
    Path output = folder.resolve("nehalem");
    Process begun =
        TrainingProcess.start(
            "local[2]", frames, output, 2, EXAMPLES, "nehalem", TrainingJob.Start.FRESH);
    ForkedJvm.ended(begun, folder.resolve("nehalem.log"));
    byte[] uninterrupted = Files.readAllBytes(output.resolve("model.zip"));
    assertThat(TrainedModel.read(uninterrupted, "model").provenance().versions())
        .containsEntry("blas-kernel", "nehalem");
    Files.delete(output.resolve("model.zip"));
    Files.delete(checkpoints(output).get(1));

    Process resumed =
        TrainingProcess.start(
            "local-cluster[2,1,1024]",
            frames,
            output,
            2,
            EXAMPLES,
            BlasAgreement.AUTO,
            TrainingJob.Start.RESUME);
    ForkedJvm.ended(resumed, folder.resolve("nehalem.log"));
    assertThat(output.resolve("model.zip")).hasBinaryContent(uninterrupted);
  }

  private static List<Path> checkpoints(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("training/checkpoints"))) {
      return files.sorted().toList();
    }
  }

  /** Everything of a history but the seconds. */
  private static List<HistoryRow> evaluations(Path output) {
    RunFiles files = TinyTraining.files(output);
    return files.readHistory().rows().stream()
        .map(
            row ->
                new HistoryRow(
                    row.examples(),
                    row.epoch(),
                    row.round(),
                    0,
                    row.training(),
                    row.evaluation(),
                    row.watched(),
                    row.learningRate(),
                    row.answers()))
        .toList();
  }

  private static void awaitCheckpoint(Process process, Path checkpoints) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (Files.isDirectory(checkpoints) && hasCheckpoint(checkpoints)) {
        return;
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("no checkpoint while the training ran");
  }

  private static boolean hasCheckpoint(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("round-"));
    }
  }

  @Test
  void keepsTwoCheckpointsAndNoTemporaryFiles() throws IOException {
    train("tidy", TinyTraining.settings(2, EXAMPLES));
    try (Stream<Path> files = Files.list(folder.resolve("tidy/training/checkpoints"))) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> !f.endsWith(".crc")))
          .containsExactlyInAnyOrder("round-0000000009.zip", "round-0000000010.zip");
    }
  }

  @Test
  void refusesToStartOverAnotherTrainingAndToResumeWithOtherSettings() {
    train("taken", TinyTraining.settings(2, EXAMPLES));
    assertThatThrownBy(() -> train("taken", TinyTraining.settings(2, EXAMPLES)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--resume");
    assertThatThrownBy(
            () ->
                TinyTraining.train(
                    spark,
                    frames,
                    folder.resolve("taken"),
                    TinyTraining.settings(1, EXAMPLES),
                    TrainingJob.Start.RESUME))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("other settings: training.workers was 2 and is 1.");
  }

  @Test
  void moreMinibatchesThanCanBeCountedAreRefused() {
    assertThatThrownBy(() -> train("endless", TinyTraining.settings(2, 1L << 50)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("more than the 2147483647 that can be counted")
        .hasMessageContaining("lower training.examples");
    assertThat(folder.resolve("endless")).doesNotExist();
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    train("damaged", TinyTraining.settings(2, EXAMPLES));
    Path newest = folder.resolve("damaged/training/checkpoints/round-0000000010.zip");
    byte[] whole = Files.readAllBytes(newest);
    Files.deleteIfExists(newest.resolveSibling("." + newest.getFileName() + ".crc"));
    Files.write(newest, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(
            () ->
                TinyTraining.train(
                    spark,
                    frames,
                    folder.resolve("damaged"),
                    TinyTraining.settings(2, EXAMPLES),
                    TrainingJob.Start.RESUME))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("round-0000000010.zip")
        .hasMessageContaining("delete it");
  }

  @Test
  void aNewTrainingTakesAllAwayThatWasMadeOfTheOldOneButNothingElse() throws IOException {
    Path output = folder.resolve("over");
    train("over", TinyTraining.settings(2, EXAMPLES));
    Files.writeString(output.resolve("report.html"), "<title>Spiketrain: old</title>");
    Path notes = Files.writeString(output.resolve("training/notes.txt"), "mine");
    assertThatThrownBy(() -> overwrite(output))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("notes.txt");
    assertThat(notes).hasContent("mine");
    assertThat(output.resolve("model.zip")).exists();

    Files.delete(notes);
    overwrite(output);
    assertThat(output.resolve("report.html")).doesNotExist();
    assertThat(output.resolve("model.zip")).exists();
  }

  private static void overwrite(Path output) {
    TinyTraining.train(
        spark, frames, output, TinyTraining.settings(1, 80), TrainingJob.Start.OVERWRITE);
  }

  @Test
  void aModelWithoutCheckpointsIsNotReplacedByAResumption() throws IOException {
    Path output = Files.createDirectory(folder.resolve("alone"));
    Path model = Files.writeString(output.resolve("model.zip"), "somebody's");
    assertThatThrownBy(
            () ->
                TinyTraining.train(
                    spark, frames, output, TinyTraining.settings(1, 80), TrainingJob.Start.RESUME))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("model.zip exists already");
    assertThat(model).hasContent("somebody's");
  }

  @Test
  void trainingStopsWhenPatienceIsAtItsEnd() {
    TrainingSettings settings = TinyTraining.settings(1, 100_000, Split.VALIDATION, 3);
    TrainingJob.Result result =
        TinyTraining.job(
                spark, frames, folder.resolve("patient"), settings, new TrainingProgress() {})
            .run(TrainingJob.Start.FRESH);
    List<Double> accuracies =
        result.history().rows().stream().map(row -> row.evaluation().accuracy()).toList();
    assertThat(accuracies.indexOf(result.bestAccuracy())).isEqualTo(accuracies.size() - 1 - 3);
    assertThat(result.examples()).isLessThan(100_000);
  }

  @Test
  void noNetworkIsTheBestOfAnEmptySplit() {
    String whole = TinyTraining.framesWithoutValidation(spark, folder.resolve("whole"));
    assertThatThrownBy(
            () ->
                TinyTraining.job(
                        spark,
                        whole,
                        folder.resolve("best"),
                        TinyTraining.settings(1, 80),
                        new TrainingProgress() {})
                    .run(TrainingJob.Start.FRESH))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("The validation split of " + whole + " has no examples")
        .hasMessageContaining("training.keep=last");
  }

  @Test
  void aDivergedNetworkDoesNotBecomeAModel() {
    assertThatThrownBy(() -> Trainer.checkFinite(new float[] {0, Float.NaN}, 5))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Lower training.updater.learning-rate")
        .hasMessageContaining("after 5 examples");
  }

  @Test
  void tooManyWorkersAreRefused() {
    assertThatThrownBy(() -> train("many", TinyTraining.settings(1000, EXAMPLES)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("training.workers");
  }

  @Test
  void theModelSaysWhereItCameFrom() {
    TrainedModel model =
        TrainedModel.read(train("whence", TinyTraining.settings(2, EXAMPLES)), "model.zip");
    assertThat(model.provenance().classes()).containsExactly("North", "South");
    assertThat(model.provenance().seed()).isEqualTo(11);
    assertThat(model.provenance().configuration()).isEqualTo("test = true");
    assertThat(model.provenance().framesFingerprint()).hasSize(64);
    assertThat(model.provenance().data().path()).endsWith("/names");
    assertThat(model.provenance().data().fingerprint()).hasSize(64);
    assertThat(model.provenance().data().seed()).isEqualTo(7);
    assertThat(model.provenance().training()).containsEntry("examples", EXAMPLES);
    assertThat(model.provenance().metrics()).containsKey("bestAccuracy.validation");
    assertThat(model.provenance().versions()).containsKeys("spiketrain", "spark", "java");
  }
}
