package org.spiketrain.model.neuron;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;

/** Every surrogate gradient in every option that takes one: written, trained a step, stored. */
class SurrogatesEverywhereTest {
  private static final int CHANNELS = 6;
  private static final int CLASSES = 2;
  private static final int BATCH = 3;

  /** All surrogates of the registry, with 1.5 for what must be written. */
  static Stream<String> surrogates() {
    return SurrogateGradient.REGISTRY.all().stream()
        .map(
            factory -> {
              List<String> written =
                  factory.parameters().stream()
                      .filter(Parameter::isRequired)
                      .map(parameter -> "1.5")
                      .toList();
              return written.isEmpty()
                  ? factory.name()
                  : "%s(%s)".formatted(factory.name(), String.join(", ", written));
            });
  }

  private static List<String> options(Factory<NeuronCell> neuron) {
    return neuron.parameters().stream()
        .map(Parameter::name)
        .filter(name -> name.equals("surrogate") || name.equals("candidate"))
        .toList();
  }

  private static List<String> stacks(String surrogate) {
    List<String> stacks = new ArrayList<>();
    for (Factory<NeuronCell> neuron : NeuronCell.REGISTRY.all()) {
      for (String option : options(neuron)) {
        stacks.add(
            "%s(5, %s = %s, batch-norm = 2) | readout(mean)"
                .formatted(neuron.name(), option, surrogate));
      }
    }
    return stacks;
  }

  private static List<String> stacksOfSentences(String surrogate) {
    String of = "surrogate = " + surrogate;
    return List.of(
        "convolution(3, widths = 1 2, %1$s) | pooled(each, %1$s) | leaky(classes, %1$s)"
            .formatted(of),
        "convolution(3, widths = 2, neurons = silif(%1$s)) | pooled(each, neurons = adlif(%1$s)) | leaky(classes)"
            .formatted(of),
        "convolution(3, widths = 2, neurons = adaptive-threshold(%1$s)) | pooled(shared, neurons ="
                .formatted(of)
            + " c-silif(%s)) | leaky(classes)".formatted(of));
  }

  @ParameterizedTest
  @MethodSource("surrogates")
  void everyLayerTrainsWithIt(String surrogate) {
    NetworkInput frames = NetworkInput.of(CHANNELS, InputCoding.DENSE);
    stacks(surrogate).forEach(stack -> trainAndStore(stack, "", frames));
    NetworkInput sentences = NetworkInput.ofSentences(CHANNELS, new SentenceSize(3, 0, 2));
    stacksOfSentences(surrogate).forEach(stack -> trainAndStore(stack, "ce-rate", sentences));
  }

  private static void trainAndStore(String stack, String loss, NetworkInput input) {
    MultiLayerConfiguration configuration =
        new NetworkSettings(stack, loss)
            .configuration(
                input, CLASSES, new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0), 1);
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    Nd4j.getRandom().setSeed(2);
    INDArray features = Nd4j.rand(BATCH, CHANNELS, 4);
    INDArray labels = Nd4j.zeros(BATCH, CLASSES);
    labels.putColumn(0, Nd4j.ones(BATCH));
    network.fit(new DataSet(features, labels));
    float[] parameters = NativeFloats.copy(network.params());
    assertThat(parameters).as(stack).doesNotContain(Float.NaN);
  }

  @Test
  void allSpikingNeuronsTakeOne() {
    assertThat(NeuronCell.REGISTRY.all().stream().filter(neuron -> !options(neuron).isEmpty()))
        .extracting(Factory::name)
        .contains(
            "leaky",
            "adaptive-leaky",
            "adaptive-threshold",
            "silif",
            "c-silif",
            "adlif",
            "spiking-lstm",
            "spiking-gru",
            "spiking-rnn");
  }
}
