package org.spiketrain.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LayerPlace;
import org.spiketrain.model.api.LayerProvider;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronCount;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SentenceSize;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.neuron.LeakyCell;
import org.spiketrain.model.neuron.LeakyCell.Reset;
import org.spiketrain.model.neuron.ReluCell;

/** The layers that networks for sentences begin with. */
public final class SentenceLayers implements LayerProvider {
  /** Rates of words, as an embedding has them. */
  private enum Rates {
    LEARNED
  }

  /** Neurons of the filters. */
  private enum Neurons {
    LEAKY,
    RELU
  }

  /** Assignment of neurons to pooled columns: one for each column, or shared. */
  private enum Pooled {
    EACH,
    SHARED
  }

  /** Widths of filters, ascending. */
  private record Widths(List<Integer> words) {
    static Widths parse(String text) {
      try {
        List<Integer> widths =
            Arrays.stream(text.strip().split("\\s+", -1)).map(Integer::valueOf).toList();
        if (widths.get(0) > 0 && widths.stream().sorted().distinct().toList().equals(widths)) {
          return new Widths(widths);
        }
      } catch (NumberFormatException e) {
        throw new UserErrorException("it is not", e);
      }
      throw new UserErrorException("it is not");
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
  private static final Parameter<Neurons> NEURONS =
      Parameter.choice("neurons", Neurons.class, "leaky, or rectifiers where it is to be converted")
          .orElse(Neurons.LEAKY);
  private static final Parameter<Pooled> POOLED =
      Parameter.choice(
          "columns",
          Pooled.class,
          "a neuron for each filter, or one for those of all widths in turn");
  private static final Parameter<Double> BETA =
      Parameter.number("beta", Range.between(0, 1), "decay of the membrane potential per time step")
          .orElse(1.0);
  private static final Parameter<Learning> LEARN_BETA =
      Parameter.choice("learn-beta", Learning.class, "who learns beta").orElse(Learning.FIXED);
  private static final Parameter<Double> THRESHOLD =
      Parameter.number("threshold", Range.from(0), "membrane potential to fire at").orElse(1.0);
  private static final Parameter<Learning> LEARN_THRESHOLD =
      Parameter.choice("learn-threshold", Learning.class, "who learns threshold")
          .orElse(Learning.FIXED);
  private static final Parameter<Reset> RESET =
      Parameter.choice("reset", Reset.class, "what a spike does to the membrane potential")
          .orElse(Reset.SUBTRACT);
  private static final Parameter<SurrogateGradient> SURROGATE =
      Parameter.plugged("surrogate", SurrogateGradient.REGISTRY, "surrogate gradient of the spikes")
          .orElse(SurrogateGradient.ofSnnTorch());

  @Override
  public List<Factory<StackLayer>> entries() {
    return List.of(
        Factory.of(
            "embedding",
            "Rates of words that are learned with an ANN.",
            a -> SentenceLayers::embedding,
            RATES),
        Factory.of(
            "convolution",
            "Filters over the words, neurons wherever one fits, and their mean over the sentence"
                + " (Lv, Xu and Zheng 2023).",
            a -> place -> convolution(a, place),
            FILTERS,
            WIDTHS,
            NEURONS,
            BETA,
            LEARN_BETA,
            THRESHOLD,
            LEARN_THRESHOLD,
            RESET,
            SURROGATE),
        Factory.of(
            "pooled",
            "Leaky neurons behind a convolution that integrate its means.",
            a -> place -> pooled(a, place),
            POOLED,
            BETA,
            LEARN_BETA,
            THRESHOLD,
            LEARN_THRESHOLD,
            RESET,
            SURROGATE));
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
                .neurons(a.get(NEURONS) == Neurons.RELU ? new ReluCell() : leaky(a)),
            place)
        .build();
  }

  private static PooledNeurons pooled(Arguments a, LayerPlace place) {
    var unused = sentence(place);
    Layer before = place.before().orElse(null);
    check(before instanceof SpikingConvolution, "it must be the layer behind a convolution");
    int sharing =
        a.get(POOLED) == Pooled.SHARED ? ((SpikingConvolution) before).widths().size() : 1;
    return new PooledNeurons.Builder(leaky(a)).sharing(sharing).build();
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

  private static NeuronCell leaky(Arguments a) {
    return LeakyCell.withBeta(a.get(BETA))
        .beta(a.get(BETA), a.get(LEARN_BETA))
        .threshold(a.get(THRESHOLD), a.get(LEARN_THRESHOLD))
        .reset(a.get(RESET))
        .surrogate(a.get(SURROGATE))
        .build();
  }
}
