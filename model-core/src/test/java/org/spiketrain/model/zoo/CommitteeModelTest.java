package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;

/** Model files of committees. */
class CommitteeModelTest {
  private static final List<String> VOCABULARY = List.of("", "good", "film", "the");

  /** Of the words, and three pairs behind them. */
  private static final int CHANNELS = VOCABULARY.size() + 3;

  private static final SentenceInput INPUT =
      new SentenceInput(
          new RateTable(2, new float[] {.2f, .8f, .9f, .3f, .5f, .5f, .1f, .7f}),
          4,
          new Encoders.Rate(3),
          6);

  /** "the good film", with the pairs that end at the second and the third word. */
  private static final SpikeFrames WITH_PAIRS =
      SpikeFrames.binary(CHANNELS, new int[] {0, 1, 3, 5}, new int[] {3, 1, 4, 2, 6});

  private static final SpikeFrames WITHOUT =
      SpikeFrames.oneHot(VOCABULARY.size(), new int[] {3, 1, 2});

  private static TrainedModel words() {
    NetworkSettings settings =
        new NetworkSettings(
            "convolution(6, widths = 2) | pooled(each) | leaky(classes)", "ce-rate");
    NetworkInput input = NetworkInput.ofSentences(INPUT.channels(), INPUT.size());
    return new TrainedModel(
        network(settings, input),
        provenance(ModelProvenance.FORMAT, settings),
        Optional.of(new Sentences(VOCABULARY, INPUT)),
        Optional.empty());
  }

  private static TrainedModel ngrams(int channels) {
    NetworkSettings settings = new NetworkSettings("leaky(5) | readout(sum)", "cross-entropy");
    NetworkInput input =
        new NetworkInput(channels, List.of(4, channels), InputCoding.DENSE, SentenceSize.NONE);
    return new TrainedModel(
        network(settings, input),
        provenance(ModelProvenance.FORMAT, settings),
        Optional.of(new Sentences(VOCABULARY, INPUT, true)),
        Optional.of("theirs".getBytes(StandardCharsets.UTF_8)));
  }

  private static MultiLayerNetwork network(NetworkSettings settings, NetworkInput input) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(input, 2, NetworkSettings.Optimisation.NONE, 1));
    network.init();
    return network;
  }

  private static ModelProvenance provenance(int format, NetworkSettings settings) {
    return new ModelProvenance(
        format,
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

  private static TrainedModel committee(TrainedModel... models) {
    List<CommitteeMember> members =
        List.of(
            new CommitteeMember("words", 0.6, models[0]),
            new CommitteeMember("ngrams", 0.4, models[1]));
    return TrainedModel.committee(
        provenance(ModelProvenance.COMMITTEE_FORMAT, models[0].provenance().network()),
        Optional.of("encoder".getBytes(StandardCharsets.UTF_8)),
        members);
  }

  @Test
  void aConvolutionLooksAtTheWordsAlone() {
    FrameClassifier words = words().classifier();

    assertThat(words.probabilitiesOf(WITH_PAIRS)).isEqualTo(words.probabilitiesOf(WITHOUT));
    assertThat(words.probabilities(List.of(WITH_PAIRS, WITHOUT)))
        .isEqualTo(words.probabilities(List.of(WITHOUT, WITH_PAIRS)));
  }

  @Test
  void survivesItsFileAndHasTheSameBytes() {
    TrainedModel words = words();
    TrainedModel ngrams = ngrams(CHANNELS);
    TrainedModel model = committee(words, ngrams);

    byte[] bytes = model.toBytes();
    TrainedModel read = TrainedModel.read(bytes, "model.zip");

    assertThat(read.toBytes()).isEqualTo(bytes);
    assertThat(committee(words, ngrams).toBytes()).isEqualTo(bytes);
    assertThat(read.frameChannels()).isEqualTo(CHANNELS);
    assertThat(read.sentences()).map(Sentences::wordByWord).contains(true);
    assertThat(read.encoder().orElseThrow()).asString().isEqualTo("encoder");
    float[] answer = read.classifier().probabilitiesOf(WITH_PAIRS);
    assertThat(answer).isEqualTo(model.classifier().probabilitiesOf(WITH_PAIRS));
    double[] pooled =
        Committee.pool(
            new double[][] {
              words.classifier().logProbabilitiesOf(WITH_PAIRS),
              ngrams.classifier().logProbabilitiesOf(WITH_PAIRS)
            },
            new double[] {0.6, 0.4});
    assertThat(read.classifier().logProbabilitiesOf(WITH_PAIRS)).isEqualTo(pooled);
  }

  @Test
  void isNeverTakenForItsFirstMember() {
    TrainedModel model = committee(words(), ngrams(CHANNELS));

    assertThatThrownBy(model::network)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("a committee of words, ngrams, but one network is wanted")
        .hasMessageContaining("members/NAME/model.zip");
    assertThatThrownBy(model::spikingClassifier).isInstanceOf(UserErrorException.class);
  }

  @Test
  void membersOfOtherFramesAreRefused() {
    assertThatThrownBy(() -> committee(ngrams(CHANNELS + 1), ngrams(CHANNELS)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("the member ngrams reads other frames");
  }

  @Test
  void aFileThatLacksAMemberIsDamaged() throws IOException {
    byte[] whole = committee(words(), ngrams(CHANNELS)).toBytes();

    assertThatThrownBy(() -> TrainedModel.read(without(whole, "members.ngrams.spike"), "m.zip"))
        .hasMessageContaining("m.zip is damaged or truncated (the member ngrams is missing)");
    assertThatThrownBy(() -> TrainedModel.read(without(whole, "members.ngrams.coeff"), "m.zip"))
        .hasMessageContaining("m.zip is damaged or truncated (the network is missing)");
    assertThatThrownBy(() -> TrainedModel.read(without(whole, "committee.json"), "m.zip"))
        .hasMessageContaining("m.zip is damaged or truncated (the members of the committee");
  }

  private static byte[] without(byte[] file, String beginning) throws IOException {
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(file));
        ZipOutputStream to = new ZipOutputStream(left)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        if (!entry.getName().startsWith(beginning)) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          from.transferTo(to);
        }
      }
    }
    return left.toByteArray();
  }
}
