package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.compress.DeltaForm;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.train.Exchange.UpdaterState;
import org.spiketrain.train.TrainingJob.Start;

class KeptRoundsIT {
  private static final int WORKERS = 3;
  private static final long EXAMPLES = 420;
  private static final long ONE_ROUND = 60;

  @TempDir static Path folder;

  private static SparkSession spark;
  private static String frames;

  @BeforeAll
  static void preprocess() {
    spark = LocalSpark.session();
    frames = TinyTraining.frames(spark, folder);
  }

  private static Exchange kept(DeltaForm form) {
    return new Exchange(UpdaterState.KEPT, form, form == DeltaForm.TOP_K ? 0.1 : 1);
  }

  private static TrainingSettings settings(DeltaForm form, int checkpointEvery) {
    return TinyTraining.settings(WORKERS, EXAMPLES, kept(form), checkpointEvery);
  }

  private static byte[] train(String name, TrainingSettings settings) {
    return TinyTraining.train(spark, frames, folder.resolve(name), settings, Start.FRESH);
  }

  @Test
  void aSingleWorkerThatKeepsItsStateIsTheOneWhoseStateIsAveraged() {
    TrainingSettings averaged = TinyTraining.settings(1, EXAMPLES);
    assertThat(train("single", TinyTraining.settings(1, EXAMPLES, kept(DeltaForm.NONE), 1)))
        .isEqualTo(train("averaged", averaged));
  }

  private static TrainingSettings anew(long examples) {
    return TinyTraining.settings(
        WORKERS, examples, new Exchange(UpdaterState.RESET, DeltaForm.NONE, 1), 1);
  }

  @Test
  void statesThatBeginAnewAreThoseOfTheFirstRound() {
    assertThat(parameters(train("anew-once", anew(ONE_ROUND))))
        .isEqualTo(parameters(train("once", TinyTraining.settings(WORKERS, ONE_ROUND))));
    assertThat(parameters(train("anew-twice", anew(2 * ONE_ROUND))))
        .isNotEqualTo(parameters(train("twice", TinyTraining.settings(WORKERS, 2 * ONE_ROUND))));
  }

  private static void stopAfterHalf(Path output, TrainingSettings settings) {
    TrainingProgress stopping =
        new TrainingProgress() {
          @Override
          public void round(long examples, long total) {
            if (examples > EXAMPLES / 2) {
              throw new IllegalStateException("made to stop");
            }
          }
        };
    assertThatThrownBy(
            () -> TinyTraining.job(spark, frames, output, settings, stopping).run(Start.FRESH))
        .hasMessage("made to stop");
  }

  /** The networks of the first part have been used before, those of the second one are new. */
  @Test
  void aTrainingWhoseStatesBeginAnewStopsAndGoesOnToTheSameModel() {
    byte[] uninterrupted = train("anew", anew(EXAMPLES));
    Path output = folder.resolve("anew-stopped");
    stopAfterHalf(output, anew(EXAMPLES));
    assertThat(TinyTraining.train(spark, frames, output, anew(EXAMPLES), Start.RESUME))
        .isEqualTo(uninterrupted);
  }

  @LongTest
  @ParameterizedTest
  @EnumSource(names = {"TERNARY", "TOP_K"})
  void workersThatKeepTheirStateLearn(DeltaForm form) {
    TrainingSettings settings = TinyTraining.settings(WORKERS, 1500, kept(form), 1000);
    TrainingJob.Result result =
        TinyTraining.job(
                spark,
                frames,
                folder.resolve("learns-" + form),
                settings,
                new TrainingProgress() {})
            .run(Start.FRESH);
    assertThat(result.bestAccuracy()).isGreaterThan(0.9);
  }

  /** Of a single round, so that nothing else may tell it. */
  @Test
  void whatTheLastRoundLeavesOutIsToldInEightBits() {
    float[] inEightBits = afterOneRound(DeltaForm.INT8);
    assertThat(afterOneRound(DeltaForm.TERNARY)).isEqualTo(inEightBits);
    assertThat(afterOneRound(DeltaForm.TOP_K)).isEqualTo(inEightBits);
  }

  private static float[] afterOneRound(DeltaForm form) {
    return parameters(
        train("round-by-" + form, TinyTraining.settings(WORKERS, ONE_ROUND, kept(form), 1)));
  }

  private static float[] parameters(byte[] model) {
    return NativeFloats.copy(TrainedModel.read(model, "model").network().params());
  }

  /** Executors that are lost take what they had in memory with them. */
  @LongTest
  @ParameterizedTest
  @EnumSource(names = {"NONE", "TERNARY"})
  void whatIsLostIsMadeAgainBitForBit(DeltaForm form) {
    byte[] undisturbed = train("undisturbed-" + form, settings(form, 4));
    int[] lost = new int[1];
    TrainingProgress losing =
        new TrainingProgress() {
          @Override
          public void round(long examples, long total) {
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .getPersistentRDDs()
                .values()
                .forEach(
                    data -> {
                      data.unpersist(true);
                      lost[0]++;
                    });
          }
        };
    Path output = folder.resolve("lost-" + form);
    TinyTraining.job(spark, frames, output, settings(form, 4), losing).run(Start.FRESH);
    assertThat(lost[0]).isGreaterThan(5);
    assertThat(output.resolve("model.zip")).hasBinaryContent(undisturbed);
  }

  @LongTest
  @ParameterizedTest
  @EnumSource(names = {"INT8", "TERNARY"})
  void howOftenThereIsACheckpointChangesNoBit(DeltaForm form) {
    assertThat(train("each-" + form, settings(form, 1)))
        .isEqualTo(train("never-" + form, settings(form, 1000)));
  }

  @Test
  void aTrainingThatStoppedGoesOnToTheSameModel() throws IOException {
    TrainingSettings settings = settings(DeltaForm.TERNARY, 3);
    byte[] uninterrupted = train("whole", settings);
    Path output = folder.resolve("stopped");
    TrainingProgress stopping =
        new TrainingProgress() {
          @Override
          public void evaluated(HistoryRow row) {
            if (row.examples() > EXAMPLES / 2) {
              throw new IllegalStateException("made to stop");
            }
          }
        };
    assertThatThrownBy(
            () -> TinyTraining.job(spark, frames, output, settings, stopping).run(Start.FRESH))
        .hasMessage("made to stop");
    assertThat(workers(output)).containsExactly(WORKERS);

    assertThat(TinyTraining.train(spark, frames, output, settings, Start.RESUME))
        .isEqualTo(uninterrupted);
    assertThat(workers(output)).isEmpty();
    // As after a kill between the last round and the model, and as a conversion goes on from its
    // ANN.
    Files.delete(output.resolve("model.zip"));
    assertThat(TinyTraining.train(spark, frames, output, settings, Start.RESUME))
        .isEqualTo(uninterrupted);
  }

  /** Numbers of files in each folder of workers. */
  private static List<Integer> workers(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("training/checkpoints"))) {
      return files
          .filter(file -> file.toString().endsWith(".workers"))
          .map(file -> file.toFile().list((in, name) -> name.endsWith(".zip")).length)
          .toList();
    }
  }

  @Test
  void aCheckpointWithoutAWorkerIsNamed() throws IOException {
    TrainingSettings settings = settings(DeltaForm.INT4, 3);
    Path output = folder.resolve("incomplete");
    stopAfterHalf(output, settings);
    Files.delete(output.resolve("training/checkpoints/round-0000000003.workers/worker-00001.zip"));
    assertThatThrownBy(() -> TinyTraining.train(spark, frames, output, settings, Start.RESUME))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("round-0000000003.zip is damaged (worker-00001.zip is missing)");
    // The remedy that it names: there is none before this one.
    Files.delete(output.resolve("training/checkpoints/round-0000000003.zip"));
    assertThat(TinyTraining.train(spark, frames, output, settings, Start.RESUME)).isNotEmpty();
    assertThat(workers(output)).isEmpty();
  }
}
