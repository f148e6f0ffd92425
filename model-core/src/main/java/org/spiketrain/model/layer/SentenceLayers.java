package org.spiketrain.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LayerProvider;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronCount;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.api.StackLayer.LayerPlace;
import org.spiketrain.model.neuron.Neurons;

/** The layers that networks for sentences begin with. */
public final class SentenceLayers implements LayerProvider {
  /** Rates of words, as an embedding has them. */
  private enum Rates {
    LEARNED
  }

  /** Assignment of neurons to pooled columns: one for each column, or shared. */
  private enum Pooled {
    EACH,
    SHARED
  }

  /** Widths of filters, ascending. */
  private record Widths(List<Integer> words) {
    static Widths parse(String text) {
      List<Integer> widths =
          Arrays.stream(text.strip().split("\\s+", -1)).map(Integer::valueOf).toList();
      check(
          widths.get(0) > 0 && widths.stream().sorted().distinct().toList().equals(widths),
          "it is not");
      return new Widths(widths);
    }

    @Override
    public String toString() {
      return words.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
  }

  private static final Parameter<Rates> RATES =
      Parameter.choice("rates", Rates.class, "the rates of the words, which are learned");
  private static final Parameter<NeuronCount> FILTERS =
      NeuronCount.parameter("filters", "number of filters of each width");
  private static final Parameter<Widths> WIDTHS =
      Parameter.parsed(
              "widths",
              "a list of widths, ascending whole numbers from 1 as in widths = 3 4 5",
              "words that a filter covers",
              Widths::parse)
          .orElse(new Widths(List.of(3, 4, 5)));
  private static final Spec LEAKY = Spec.of("leaky");
  private static final Spec RELU = Spec.of("relu");
  private static final Parameter<Spec> NEURONS =
      Parameter.parsed(
              "neurons",
              "a neuron with one weighted input and without recurrent weights",
              "leaky by the parameters beside it, relu where it is to be converted, or any other"
                  + " with parameters of its own, as in neurons = adaptive-leaky(threshold = 0.5)",
              SentenceLayers::neurons)
          .orElse(LEAKY);
  private static final Parameter<Pooled> POOLED =
      Parameter.choice(
          "columns",
          Pooled.class,
          "a neuron for each filter, or one for those of all widths in turn");
  private static final Parameter<Double> BETA =
      Parameter.number("beta", Range.between(0, 1), "decay of the membrane potential per time step")
          .orElse(1.0);

  /** What becomes of the gradients of a filter's weights. */
  private enum Gradient {
    PLAIN,
    CENTRED
  }

  private static final Parameter<Gradient> GRADIENT =
      Parameter.choice(
              "gradient",
              Gradient.class,
              "gradient of a filter's weights, as it is or less its mean, so that training"
                  + " moves what all inputs have in common by the bias alone")
          .orElse(Gradient.PLAIN);

  /** What the mean behind a convolution is over. */
  private enum Mean {
    POSITIONS,
    WORDS
  }

  private static final Parameter<Mean> MEAN =
      Parameter.choice(
              "mean",
              Mean.class,
              "what the mean is over: all positions of data.text.max-words, padding included, as"
                  + " published, or those where a word is, so that short sentences count as much as"
                  + " long ones")
          .orElse(Mean.POSITIONS);

  /** Parameters of leaky neurons without arguments of their own. */
  private static final List<Parameter<?>> OF_LEAKY = ofLeaky();

  private static List<Parameter<?>> ofLeaky() {
    Set<String> names = Set.of("learn-beta", "threshold", "learn-threshold", "reset", "surrogate");
    Stream<Parameter<?>> others =
        new Neurons()
            .entries().stream()
                .filter(neuron -> neuron.name().equals(LEAKY.name()))
                .flatMap(leaky -> leaky.parameters().stream())
                .filter(parameter -> names.contains(parameter.name()));
    return Stream.concat(Stream.of(BETA), others).toList();
  }

  @Override
  public List<Factory<StackLayer>> entries() {
    return List.of(
        Factory.of(
            "embedding",
            "Rates of words that are learned with an ANN.",
            a -> SentenceLayers::embedding,
            RATES),
        new Factory<>(
            "convolution",
            "Filters over the words, neurons wherever one fits, and their mean over the sentence"
                + " (Lv, Xu and Zheng 2023).",
            withLeaky(List.of(FILTERS, WIDTHS, NEURONS), List.of(GRADIENT, MEAN)),
            a -> place -> convolution(a, place)),
        new Factory<>(
            "pooled",
            "Neurons behind a convolution that integrate its means.",
            withLeaky(List.of(POOLED), List.of(NEURONS)),
            a -> place -> pooled(a, place)));
  }

  private static List<Parameter<?>> withLeaky(
      List<Parameter<?>> before, List<Parameter<?>> behind) {
    return Stream.of(before, OF_LEAKY, behind).flatMap(List::stream).toList();
  }

  private static WordEmbedding embedding(LayerPlace place) {
    SentenceSize sentence = sentence(place);
    check(place.isFirst(), "it must be the first layer");
    check(!place.dropped(), "no dropout may stand before it: it reads the numbers of words");
    return placed(
            new WordEmbedding.Builder(
                sentence.words(), sentence.vocabulary(), sentence.dimensions()),
            place)
        .build();
  }

  private static SpikingConvolution convolution(Arguments a, LayerPlace place) {
    int words = sentence(place).words();
    check(
        place.isFirst() || place.before().orElseThrow() instanceof WordEmbedding,
        "it must be the first layer, or the second behind embedding(learned)");
    List<Integer> widths = a.get(WIDTHS).words();
    int widest = widths.get(widths.size() - 1);
    check(
        widest <= words,
        "a filter of %d words is wider than a sentence, data.text.max-words = %d"
            .formatted(widest, words));
    return placed(
            new SpikingConvolution.Builder(words, widths, a.get(FILTERS).in(place))
                .neurons(cell(a))
                .centred(a.get(GRADIENT) == Gradient.CENTRED)
                .wordsAlone(a.get(MEAN) == Mean.WORDS),
            place)
        .build();
  }

  private static PooledNeurons pooled(Arguments a, LayerPlace place) {
    var unused = sentence(place);
    Layer before = place.before().orElse(null);
    check(before instanceof SpikingConvolution, "it must be the layer behind a convolution");
    int sharing =
        a.get(POOLED) == Pooled.SHARED ? ((SpikingConvolution) before).widths().size() : 1;
    return new PooledNeurons.Builder(cell(a)).sharing(sharing).build();
  }

  private static <B extends KernelLayer.Builder<B>> B placed(B builder, LayerPlace place) {
    return place.isFirst() ? builder.withoutInputGradient() : builder;
  }

  private static SentenceSize sentence(LayerPlace place) {
    SentenceSize sentence = place.input().sentence();
    check(sentence.words() > 0, "it reads sentences, which only data.kind = text has");
    return sentence;
  }

  private static void check(boolean right, String why) {
    if (!right) {
      throw new UserErrorException(why);
    }
  }

  private static Spec neurons(String text) {
    check(WordNeurons.canBe(NeuronCell.parse(text)), "it is not");
    return Spec.parse(text);
  }

  private static NeuronCell cell(Arguments a) {
    Spec neurons = a.get(NEURONS);
    if (!neurons.equals(LEAKY)) {
      for (Parameter<?> parameter : OF_LEAKY) {
        // Rectifiers have always stood beside them.
        check(
            !a.isWritten(parameter) || neurons.equals(RELU),
            "%s is a parameter of neurons = leaky: write those of other neurons within their brackets, as in neurons = leaky(beta = 0.9)"
                .formatted(parameter.name()));
      }
      return NeuronCell.parse(neurons.toString());
    }
    for (Parameter<?> parameter : OF_LEAKY) {
      neurons = neurons.with(parameter.name(), a.get(parameter));
    }
    return NeuronCell.parse(neurons.toString());
  }
}
