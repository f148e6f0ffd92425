package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.layer.FastDropout;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.neuron.LeakyCell;
import org.spiketrain.model.neuron.LeakyCell.Recurrence;
import org.spiketrain.model.neuron.LeakyCell.Reset;

class LayerStackTest {
  private static final SequenceLoss LOSS = SequenceLoss.parse("ce-rate");

  /** Letters: two channels of single ones, three with pairs. */
  private static List<Layer> parse(String stack, int classes) {
    NetworkInput input = new NetworkInput(3, List.of(2, 3), InputCoding.DENSE, SentenceSize.NONE);
    return LayerStack.parse(stack, input, classes, LOSS);
  }

  private static long neurons(Layer layer) {
    return ((FeedForwardLayer) layer).getNOut();
  }

  @Test
  void readsLayersWithTheirOptions() {
    List<Layer> layers =
        parse(
            """

            lstm(512)
            dropout(0.2)
            leaky(64, batch-norm = 1.5, recurrence = all-to-all, beta=0.95, reset = zero,
            """
                    .strip()
                    .replace(",\n", ",")
                + " surrogate = spike-rate-escape(1, 25)) | Leaky(classes, output = membrane)",
            35);

    assertThat(layers).hasSize(4);
    assertThat(layers.get(0)).isInstanceOf(SequenceLayer.class);
    assertThat(((SequenceLayer) layers.get(0)).hasInputGradient()).isFalse();
    assertThat(neurons(layers.get(0))).isEqualTo(512);
    SequenceLayer leaky = (SequenceLayer) layers.get(1);
    assertThat(leaky.getIDropout()).isEqualTo(new FastDropout(0.2));
    assertThat(leaky.units().get(0).gain()).isEqualTo(1.5);
    LeakyCell cell = (LeakyCell) leaky.units().get(0).unit().cell();
    assertThat(cell.recurrence()).isEqualTo(Recurrence.ALL_TO_ALL);
    assertThat(cell.reset()).isEqualTo(Reset.ZERO);
    assertThat(cell.surrogate().spec()).startsWith("spike-rate-escape(1.0");
    assertThat(layers.get(2).getIDropout()).isNull();
    assertThat(neurons(layers.get(2))).isEqualTo(35);
    assertThat(((SpikeLoss) layers.get(3)).getLoss()).isEqualTo(LOSS);
  }

  @ParameterizedTest
  @CsvSource({"classes, 35", "classes * 10, 350", "classes*2, 70", "70, 70"})
  void theNumberOfNeuronsMayBeThatOfTheClassesOrAPopulationOfEach(String size, int neurons) {
    assertThat(neurons(parse("leaky(" + size + ")", 35).get(0))).isEqualTo(neurons);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "leeky(512); Unknown layer 'leeky': expected one of adaptive-leaky, adaptive-threshold, adlif, c-silif,"
            + " convolution, dropout, elman, embedding, gru, integrator, leaky, linear, low-pass,"
            + " lstm, noise, pooled, quadratic, readout, relu, rnn, silif, slow, spiking-gru,"
            + " spiking-lstm, spiking-rnn, their-lstm; did you mean leaky?",
        "leaky; neurons is missing",
        "leaky 5; is not written like a name with arguments",
        "lstm(512), leaky(35); 'lstm(512), leaky(35)' is more than one layer: layers are separated"
            + " by | or new lines",
        "dropout(0.1) leaky(5); is more than one layer",
        "leaky(5, surrogate = atan(2)), | leaky(5); 'leaky(5, surrogate = atan(2)),' is more than"
            + " one layer",
        "leaky(many); Cannot read layer 'leaky(many)': neurons = many is not a whole number from 1"
            + " to 65536, the word classes, or classes times such a number; expected"
            + " leaky(neurons)",
        "leaky(0); neurons = 0 is not a whole number from 1",
        "leaky(classes * 0); neurons = classes * 0 is not a whole number from 1 to 65536, the word"
            + " classes, or",
        "leaky(classes *); neurons = classes * is not a whole number",
        "leaky(2 * classes); neurons = 2 * classes is not a whole number",
        "leaky(70000); neurons = 70000 is not a whole number from 1 to 65536",
        "leaky(classes * 20000); is not a whole number",
        "leaky(classes * 9999) | dropout(0.1) | leaky(classes * 9999) | gru(7) | readout(mean, loss"
            + " = hinge); Unknown loss 'hinge'",
        "leaky(5, beta = 2); beta = 2 is not a number from 0 to 1",
        "leaky(5, beta = x); beta = x is not a number",
        "leaky(5, batch-norm = -1); batch-norm = -1 is not a number from 0",
        "leaky(5, reset = soft); reset = soft is not one of subtract, zero, none",
        "leaky(5, gamma = 1); Unknown parameter 'gamma': expected one of neurons, beta, learn-beta,"
            + " threshold",
        "leaky(5, beta); beta = beta is not a number",
        "leaky(5, beta = 0.1, beta = 0.2); beta is set twice",
        "dropout(1) | leaky(5); fraction = 1 is not a number from 0 to below 1",
        "leaky(5) | dropout(0.5); A stack of layers has a layer with neurons, and ends with one or"
            + " with readout",
        "leaky(5, surrogate = gauss(1)); surrogate = gauss(1) is not a surrogate (Unknown"
            + " surrogate",
        "leaky(5, members = 2); ends with an ensemble of members: end it with a readout",
        "leaky(7); ends with 7 outputs, which 5 classes cannot share equally",
        "readout(mean); A stack of layers has a layer with neurons",
        "leaky(7) | readout; pooling is missing, one of last, mean, sum, max",
        "leaky(7) | readout(median); pooling = median is not one of last, mean, sum, max",
        "leaky(7) | readout(mean) | leaky(5); Layer leaky(5): nothing stands behind a readout",
        "leaky(7, spiking-ngrams = 3) | readout(mean); spiking-ngrams = 3: only a first layer reads"
            + " n-grams, and these of at most 2 letters",
        "leaky(7) | leaky(5, spiking-ngrams = 1); only a first layer reads n-grams",
        "embedding(learned) | linear(classes); it reads sentences, which only data.kind = text has",
      })
  void saysWhatIsWrong(String stack, String message) {
    assertThatThrownBy(() -> parse(stack, 5))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }

  /** Of numbers of channels a dropout would make those of others. */
  @Test
  void dropoutBeforeAFirstLayerThatReadsNumbersOfChannelsIsRefused() {
    NetworkInput events = NetworkInput.of(3, InputCoding.EVENTS);

    assertThatThrownBy(() -> LayerStack.parse("dropout(0.2) | leaky(classes)", events, 2, LOSS))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("no dropout may stand before it")
        .hasMessageContaining("training.augmentation.drop");
    assertThat(parse("dropout(0.2) | leaky(classes)", 2).get(0).getIDropout())
        .isEqualTo(new FastDropout(0.2));
  }

  @ParameterizedTest
  @CsvSource({"4, 4", "classes, 5", "classes * 2, 10"})
  void integratorsMayBeAsManyAsTheClasses(String written, int integrators) {
    SequenceLayer layer =
        (SequenceLayer) parse("leaky(7, integrators = " + written + ") | readout(mean)", 5).get(0);
    layer.setNIn(InputType.recurrent(3), true);

    assertThat(layer.units()).hasSize(2);
    assertThat(layer.units().get(1).unit().neurons()).isEqualTo(integrators);
  }

  @Test
  void aReadoutEndsAStackWithAHeadForEachMember() {
    List<Layer> layers =
        parse(
            """
            spiking-lstm(7, members = 3, integrators = 4, integrator-beta = 0.5,
              spiking-ngrams = 1, bidirectional = true, cell-state = clipped)
            dropout(0.1)
            readout(max, loss = cross-entropy(0.1), dropout = 0.3)
            """,
            5);

    SequenceLayer lstm = (SequenceLayer) layers.get(0);
    SpikeReadout readout = (SpikeReadout) layers.get(1);
    assertThat(layers).hasSize(2);
    assertThat(lstm.members()).isEqualTo(3);
    lstm.setNIn(InputType.recurrent(3), true);
    assertThat(lstm.units()).hasSize(9);
    assertThat(lstm.units().get(0).unit().inputs()).isEqualTo(2);
    assertThat(lstm.units().get(2).unit().inputs()).isEqualTo(3);
    assertThat(lstm.units().get(2).unit().neurons()).isEqualTo(4);
    assertThat(readout)
        .isEqualTo(
            new SpikeReadout.Builder(SequenceLoss.parse("cross-entropy(0.1)"))
                .heads(3)
                .pooling(Pooling.MAX)
                .pooledDropout(0.3)
                .dropOut(new FastDropout(0.1))
                .nOut(5)
                .build());
    assertThat(readout.getIDropout()).isEqualTo(new FastDropout(0.1));
    assertThat(readout.getLoss().spec()).isEqualTo("cross-entropy(0.1)");
    assertThat(readout.getNOut()).isEqualTo(5);
    SpikeReadout plain = (SpikeReadout) parse("leaky(7) | readout(last)", 5).get(1);
    assertThat(plain.getLoss()).isEqualTo(LOSS);
    assertThat(plain)
        .isEqualTo(new SpikeReadout.Builder(LOSS).pooling(Pooling.LAST_STEP).nOut(5).build())
        .isNotEqualTo(new SpikeReadout.Builder(LOSS).pooling(Pooling.MEAN).nOut(5).build());
  }
}
