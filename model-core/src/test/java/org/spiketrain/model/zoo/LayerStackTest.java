package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.LeakyCell;
import org.spiketrain.model.kernel.Recurrence;
import org.spiketrain.model.kernel.Reset;
import org.spiketrain.model.layer.FastDropout;
import org.spiketrain.model.layer.Leaky;
import org.spiketrain.model.layer.Lstm;

class LayerStackTest {
  @Test
  void readsLayersWithTheirOptions() {
    List<BaseRecurrentLayer> layers =
        LayerStack.parse(
            """

            lstm(512)
            dropout(0.2)
            leaky(64, batch-norm = 1.5, recurrence = all-to-all, beta=0.95, reset = zero,
            """
                    .strip()
                    .replace(",\n", ",")
                + " surrogate = spike-rate-escape(1, 25)) | Leaky(classes, output = membrane)",
            35,
            InputCoding.DENSE,
            SentenceSize.NONE);

    assertThat(layers).hasSize(3);
    assertThat(layers.get(0)).isInstanceOf(Lstm.class);
    assertThat(((Lstm) layers.get(0)).hasInputGradient()).isFalse();
    assertThat(layers.get(0).getNOut()).isEqualTo(512);
    Leaky leaky = (Leaky) layers.get(1);
    assertThat(leaky.getIDropout()).isEqualTo(new FastDropout(0.2));
    assertThat(leaky.units().get(0).gain()).isEqualTo(1.5);
    LeakyCell cell = (LeakyCell) leaky.getCell();
    assertThat(cell.recurrence()).isEqualTo(Recurrence.ALL_TO_ALL);
    assertThat(cell.reset()).isEqualTo(Reset.ZERO);
    assertThat(cell.surrogate().spec()).startsWith("spike-rate-escape(1.0");
    assertThat(layers.get(2).getIDropout()).isNull();
    assertThat(layers.get(2).getNOut()).isEqualTo(35);
  }

  @ParameterizedTest
  @CsvSource({"classes, 35", "classes * 10, 350", "classes*2, 70", "70, 70"})
  void theNumberOfNeuronsMayBeThatOfTheClassesOrAPopulationOfEach(String size, int neurons) {
    assertThat(
            LayerStack.parse("leaky(" + size + ")", 35, InputCoding.DENSE, SentenceSize.NONE)
                .get(0)
                .getNOut())
        .isEqualTo(neurons);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "leeky(512); there is no layer 'leeky', only lstm",
        "leaky; 'leaky' is not written like a layer",
        "lstm(512), leaky(35); 'lstm(512), leaky(35)' is more than one layer: layers are separated by | or new lines",
        "dropout(0.1) leaky(5); is more than one layer",
        "leaky(5, surrogate = atan(2)), | leaky(5); 'leaky(5, surrogate = atan(2)),' is more than one layer",
        "leaky(many); 'many' is no number of neurons",
        "leaky(0); '0' is no number of neurons",
        "leaky(classes * 0); 'classes * 0' is no number of neurons: expected a whole number from 1, the word classes, or",
        "leaky(classes *); 'classes *' is no number of neurons",
        "leaky(2 * classes); '2 * classes' is no number of neurons",
        "leaky(70000); 70000 neurons are more than 65536",
        "leaky(5, beta = 2); beta = 2.0 is not from 0.0 to 1.0",
        "leaky(5, beta = x); 'x' is no number",
        "leaky(5, batch-norm = -1); batch-norm = -1.0 is not from 0.0",
        "leaky(5, reset = soft); reset = soft is none of subtract, zero, none",
        "leaky(5, gamma = 1); there is no option 'gamma' of leaky, only alpha, batch-norm, beta",
        "leaky(5, beta); 'beta' is no option",
        "leaky(5, beta = 0.1, beta = 0.2); stands twice",
        "dropout(1) | leaky(5); '1' is no share in [0, 1)",
        "leaky(5) | dropout(0.5); ends with a layer that has neurons",
        "leaky(5, surrogate = gauss(1)); gauss(1)): Unknown surrogate",
      })
  void saysWhatIsWrong(String stack, String message) {
    assertThatThrownBy(() -> LayerStack.parse(stack, 5, InputCoding.DENSE, SentenceSize.NONE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }
}
