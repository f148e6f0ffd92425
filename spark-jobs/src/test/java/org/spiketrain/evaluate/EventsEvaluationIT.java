package org.spiketrain.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Split;
import org.spiketrain.data.audio.SyntheticSpeech;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.EventsPreprocessor;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.metrics.ActivityCounts.LayerActivity;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.report.Reports;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;

/** Recordings of made-up words, and a network that has learnt nothing. */
class EventsEvaluationIT {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir static Path shared;
  @TempDir Path output;

  private static Path events;
  private static String frames;

  @BeforeAll
  static void preprocess() throws IOException {
    events = Files.createDirectory(shared.resolve("events"));
    new SyntheticSpeech(1, 1, 1, 1)
        .write(new Configuration(), new org.apache.hadoop.fs.Path(events.toUri()));
    frames = shared.resolve("frames").toString();
    EventsPreprocessor.run(
        SPARK,
        new EventsSettings(
            events.toString(),
            Map.of(),
            new EventTransform.Settings(
                700, new Downsample(1, 1), 10, new FixedBins(40, 1_000_000), CountMode.KEEP),
            100),
        frames,
        OutputMode.REFUSE_EXISTING,
        List.of());
  }

  private EvaluationSummary evaluate() {
    SpikingClassifier network =
        UntrainedNetwork.of(
            "lstm(6) | leaky(8, threshold = 0.01) | leaky(4, threshold = 1e6)"
                + " | leaky(10, output = membrane)",
            70,
            10);
    return new EvaluationJob(
            SPARK,
            frames,
            FrameParquet.readManifest(new Configuration(), new org.apache.hadoop.fs.Path(frames)),
            new SharedBaselines())
        .run(
            network,
            List.of(),
            Optional.empty(),
            new RunFiles(new Configuration(), OutputLayout.of(output.toString()), new Reports()),
            new EvaluationSettings(Split.TEST, List.of(), 0, 1, OutputMode.OVERWRITE));
  }

  @Test
  void theSpikesOfTheSpikingLayersAreCounted() throws IOException {
    List<LayerActivity> activity = evaluate().activity();

    assertThat(activity).extracting(LayerActivity::layer).containsExactly(2, 3);
    assertThat(activity).extracting(LayerActivity::neurons).containsExactly(8, 4);
    assertThat(activity.get(0).firingRate()).isBetween(0.01, 0.99);
    assertThat(activity.get(0).dead()).isLessThan(8);
    assertThat(activity.get(1)).isEqualTo(new LayerActivity(3, "leaky(4)", 4, 0, 4, 0));
    JsonNode json = new ObjectMapper().readTree(output.resolve("evaluation/metrics.json").toFile());
    assertThat(json.get("layers")).hasSize(2);
    assertThat(json.get("layers").get(1).get("name").asText()).isEqualTo("leaky(4)");
    assertThat(json.get("layers").get(1).get("dead").asInt()).isEqualTo(4);
  }

  @Test
  void answersAfterEachTimeStepAreCounted() throws IOException {
    EvaluationSummary summary = evaluate();
    List<Double> overTime = summary.overTime();

    assertThat(overTime).hasSizeGreaterThan(2);
    assertThat(overTime.get(overTime.size() - 1)).isEqualTo(summary.metrics().accuracy());
    assertThat(output.resolve("evaluation/time-steps.csv"))
        .content()
        .startsWith("time_steps,accuracy\n1,")
        .hasLineCount(1 + overTime.size());
    assertThat(output.resolve("evaluation/time-steps.svg")).isNotEmptyFile();
  }

  @Test
  void aRecordingIsShownAsRecordedAsLongAsItsFileIsThere() throws IOException {
    EvaluationSummary.Recording recording = evaluate().recording().orElseThrow();
    assertThat(recording.source()).startsWith("synthetic_test.h5:");
    assertThat(recording.frames().timeSteps()).isEqualTo(40);
    assertThat(recording.events().orElseThrow().times()).hasSizeGreaterThan(1000);
    assertThat(output.resolve("evaluation/recording.svg")).isNotEmptyFile();
    assertThat(output.resolve("evaluation/recording.png")).isNotEmptyFile();

    Path file = events.resolve("synthetic_test.h5");
    Path aside = Files.move(file, shared.resolve("aside.h5"));
    assertThat(evaluate().recording().orElseThrow().events()).isEmpty();
    assertThat(output.resolve("evaluation/recording.png")).isNotEmptyFile();

    // Another file by the same name.
    Files.deleteIfExists(events.resolve(".synthetic_test.h5.crc"));
    Files.copy(events.resolve("synthetic_train.h5"), file);
    assertThat(evaluate().recording().orElseThrow().events()).isEmpty();
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
