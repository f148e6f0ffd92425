package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

class ShownExamplesTest {
  /** Each answers the class of its own number, whatever it should be. */
  private static final List<Example> EXAMPLES =
      IntStream.of(2, 0, 1, 1)
          .mapToObj(
              channel -> new Example(channel, 0, "", SpikeFrames.oneHot(3, new int[] {channel})))
          .toList();

  @Test
  void classesOfOneLetterAreAWord() {
    assertThat(new ShownExamples(EXAMPLES, List.of("e", "ı", "\uD835\uDD59")).answers(echo()))
        .isEqualTo("\uD835\uDD59eıı");
  }

  @Test
  void classesOfSeveralLettersHaveSpacesBetween() {
    assertThat(new ShownExamples(EXAMPLES, List.of("Czech", "u", "two\nlines")).answers(echo()))
        .isEqualTo("two lines Czech u u");
  }

  @Test
  void withoutExamplesThereIsNothing() {
    assertThat(ShownExamples.NONE.answers(echo())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 24", "0, 0", "1, 1", "48, 48"})
  void aNumberIsWrittenAsOneOrAsTrueOrFalse(String written, int number) {
    assertThat(ShownExamples.number(written)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"49", "-1", "1.5", "yes", "", "99999999999"})
  void anythingElseIsRefused(String written) {
    assertThatThrownBy(() -> ShownExamples.number(written))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("from 0 to 48");
  }

  /** A network whose answer is the channel that spiked last. */
  private static SpikingClassifier echo() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings("rnn(classes)", "ce-last")
                .configuration(
                    NetworkInput.of(3, InputCoding.EVENTS),
                    3,
                    NetworkSettings.Optimisation.NONE,
                    1));
    network.init();
    network.setParams(network.params().mul(0));
    network.setParam("0_W", Nd4j.eye(3));
    return new SpikingClassifier(network);
  }
}
