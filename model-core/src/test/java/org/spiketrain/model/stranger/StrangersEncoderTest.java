package org.spiketrain.model.stranger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.SentenceMinibatch;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;

/** A spike encoder that the library does not know, in training and in the model file. */
class StrangersEncoderTest {
  private static final List<String> VOCABULARY = List.of("bad", "good", "film");

  @Test
  void trainsAndGoesIntoTheModelFile() {
    SentenceInput input =
        new SentenceInput(
            new RateTable(2, new float[] {.2f, .8f, .9f, .3f, .5f, .5f}),
            3,
            SpikeEncoder.parse("regular(0.9)"),
            5);
    NetworkSettings settings =
        new NetworkSettings(
            "convolution(4, widths = 2) | pooled(each) | leaky(classes)", "ce-rate");
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.ofSentences(input.channels(), input.size()),
                2,
                new NetworkSettings.Optimisation(new FusedAdam(0.05), 0, 0),
                1));
    network.init();
    SpikeFrames bad = SpikeFrames.oneHot(3, new int[] {2, 0});
    SpikeFrames good = SpikeFrames.oneHot(3, new int[] {2, 1});
    FrameShard shard =
        FrameShard.of(
            3, List.of(new Example(0, 0, "", bad), new Example(1, 1, "", good)).iterator());
    SentenceMinibatch minibatches = new SentenceMinibatch(shard, 2, input, Augmentation.NONE);
    for (int k = 0; k < 60; k++) {
      network.fit(minibatches.of(new int[] {0, 1}, new SplittableRandom(k)));
    }

    TrainedModel model =
        new TrainedModel(
            network,
            provenance(settings),
            Optional.of(new Sentences(VOCABULARY, input)),
            Optional.empty());
    TrainedModel read = TrainedModel.read(model.toBytes(), "model.zip");
    assertThat(read.sentences().orElseThrow().input().coding()).isEqualTo(input.coding());
    assertThat(read.spikingClassifier().judge(good, 1).probabilities())
        .isEqualTo(model.spikingClassifier().judge(good, 1).probabilities());
    assertThat(read.spikingClassifier().judge(good, 1).probabilities()[1]).isGreaterThan(0.6f);
  }

  @Test
  void anUnknownOneListsWhatThereIs() {
    assertThatThrownBy(() -> SpikeEncoder.parse("regulor"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "Unknown spike encoder 'regulor': expected one of delta, direct, latency, population,"
                + " rate, regular; did you mean regular?");
    assertThatThrownBy(() -> SpikeEncoder.parse("rate(x)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("seed = x is not a whole number");
    assertThatThrownBy(() -> SpikeEncoder.parse("latency(1)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("above 0 to below 1");
  }

  private static ModelProvenance provenance(NetworkSettings settings) {
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        "text",
        List.of("bad", "good"),
        null,
        settings,
        "",
        null,
        "",
        1,
        Map.of(),
        Map.of(),
        Map.of());
  }
}
