package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.report.Reports;
import org.spiketrain.results.ComparedClassifier;
import org.spiketrain.train.TrainingJob;

@LongTest
class TextDemoIT {
  /** As the demo's own networks are made, but smaller. */
  private static final Map<String, String> SMALL =
      Map.of(
          "data.text.dimensions",
          "10",
          "network.stack",
          "convolution(8, widths = 2 3 4) | pooled(each, learn-threshold = shared)"
              + " | dropout(0.5) | leaky(classes, beta = 1)",
          "conversion.stack",
          "embedding(learned) | convolution(8, widths = 2 3 4, neurons = relu)"
              + " | dropout(0.5) | linear(classes)");

  @TempDir Path folder;
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);
  private final Results results = new Results(out);

  private Experiment experiment(String output, Map<String, String> changes) {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("output.path", folder.resolve(output).toString());
    overrides.put("conversion.epochs", "1");
    overrides.put("training.epochs", "0.2");
    overrides.put("data.text.time-steps", "6");
    overrides.putAll(changes);
    return Experiment.open(
        LocalSpark.session(),
        ExperimentConfig.load(DemoCommand.Recipe.TEXT.configuration(), overrides),
        results,
        new Reports());
  }

  private TrainedModel model(String file) throws IOException {
    return TrainedModel.read(Files.readAllBytes(folder.resolve(file)), file);
  }

  private List<SpikeFrames> testSentences(String output) {
    return FrameParquet.examples(
            FrameParquet.read(
                LocalSpark.session(), folder.resolve(output + "/frames").toString(), "test"))
        .map(Example::frames)
        .collect();
  }

  @Test
  void trainsConvertsTrainsOnAndTellsWhatEachReached() throws IOException {
    Experiment experiment = experiment("demo", Map.of("training.keep", "last"));
    Experiment.Evaluated evaluated = experiment.run();
    DemoCommand.showExamples(evaluated.summary(), out);

    assertThat(written.toString())
        .contains("800 sentences of 2 labels")
        .contains("the ANN that was converted")
        .contains("the converted network, before fine-tuning")
        .contains("> ");
    assertThat(evaluated.summary().compared())
        .extracting(ComparedClassifier::key)
        .startsWith("artificial", "converted");
    TrainedModel trained = model("demo/model.zip");
    assertThat(trained.provenance().kind()).isEqualTo("text");
    assertThat(model("demo/converted.zip").network().params())
        .isNotEqualTo(trained.network().params());
    INDArray artificial = model("demo/artificial/model.zip").network().params();
    assertThat(artificial.length()).isLessThanOrEqualTo(trained.network().params().length());
    String report = Files.readString(folder.resolve("demo/report.html"));
    assertThat(report).contains("sentences", "the fine-tuned network</td>");
    // AssertJ's containsSubsequence takes minutes over a page with pictures.
    assertThat(report.indexOf("Training of the ANN"))
        .isBetween(0, report.indexOf("<h2>Fine-tuning</h2>"));
  }

  @Test
  void theSameSeedGivesTheSameNetworkAndResumingATrainingThatEndedChangesNothing()
      throws IOException {
    Experiment first = experiment("first", SMALL);
    first.preprocess();
    first.train();
    Experiment second = experiment("second", SMALL);
    second.preprocess();
    second.train();
    second.resumeTraining();

    assertThat(model("second/model.zip").network().params())
        .isEqualTo(model("first/model.zip").network().params());
  }

  @Test
  void spikesThatAreStoredAreThoseThatAreDrawn() throws IOException {
    Map<String, String> direct = new HashMap<>(SMALL);
    direct.put("conversion.stack", "");
    Experiment drawn = experiment("drawn", direct);
    drawn.preprocess();
    TrainingJob.Result fromRates = drawn.train();
    Map<String, String> stored = new HashMap<>(direct);
    stored.put("data.text.frames", "spikes");
    Experiment storing = experiment("stored", stored);
    storing.preprocess();
    TrainingJob.Result fromSpikes = storing.train();

    assertThat(fromSpikes.history().rows().get(0).training())
        .isEqualTo(fromRates.history().rows().get(0).training());
    assertThat(model("stored/model.zip").network().params())
        .isEqualTo(model("drawn/model.zip").network().params());
    FrameClassifier ofWords = model("drawn/model.zip").classifier();
    FrameClassifier ofSpikes = model("stored/model.zip").classifier();
    assertThat(ofWords.probabilities(testSentences("drawn")))
        .isDeepEqualTo(ofSpikes.probabilities(testSentences("stored")));
  }

  @Test
  void anArtificialNetworkCannotReadSpikes() {
    Experiment experiment = experiment("spikes", Map.of("data.text.frames", "spikes"));
    experiment.preprocess();

    assertThatThrownBy(experiment::train)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("hold no rates")
        .hasMessageContaining("data.text.frames = rates");
  }
}
