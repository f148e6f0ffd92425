package org.spiketrain.model.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.Reset;
import org.spiketrain.model.layer.NeuronParameter.Learning;
import org.spiketrain.model.layer.NeuronSettings;
import org.spiketrain.model.layer.NeuronSettings.Learned;
import org.spiketrain.model.layer.PooledNeurons;
import org.spiketrain.model.layer.SpikingConvolution;
import org.spiketrain.model.layer.WordEmbedding;
import org.spiketrain.model.layer.WordLayer;

/** The layers of a {@link LayerStack} that networks for sentences begin with. */
final class SentenceLines {
  static final String EMBEDDING = "embedding";
  static final String CONVOLUTION = "convolution";
  static final String POOLED = "pooled";

  private static final List<Integer> USUAL_WIDTHS = List.of(3, 4, 5);

  private SentenceLines() {}

  /** What the neurons behind the filters are. */
  private enum Neurons {
    LEAKY,
    RELU
  }

  /** Whether every pooled column has a neuron of its own. */
  private enum Pooled {
    EACH,
    SHARED
  }

  /** What becomes of the rates of words. */
  private enum Embedding {
    LEARNED
  }

  static boolean has(StackLine line) {
    return Set.of(EMBEDDING, CONVOLUTION, POOLED).contains(line.name());
  }

  /** Refuses a layer where it does not belong. */
  static void checkPlace(StackLine line, SentenceSize sentence, List<BaseRecurrentLayer> before) {
    if (sentence.words() == 0) {
      throw line.bad("it reads sentences, which only data.kind = text has");
    }
    BaseRecurrentLayer last = before.isEmpty() ? null : before.get(before.size() - 1);
    switch (line.name()) {
      case EMBEDDING -> check(last == null, line, "it must be the first layer");
      case CONVOLUTION ->
          check(
              last == null || last instanceof WordEmbedding,
              line,
              "it must be the first layer, or the second behind embedding(learned)");
      default ->
          check(
              last instanceof SpikingConvolution,
              line,
              "it must be the layer behind a convolution");
    }
  }

  private static void check(boolean right, StackLine line, String why) {
    if (!right) {
      throw line.bad(why);
    }
  }

  /**
   * The layer of a line.
   *
   * @param sentence sizes of a sentence
   * @param before the layer before, or null
   */
  static WordLayer.Builder<?> builder(
      StackLine line, int filters, SentenceSize sentence, Object before) {
    return switch (line.name()) {
      case EMBEDDING -> embedding(line, sentence);
      case CONVOLUTION -> convolution(line, filters, sentence.words());
      default -> pooled(line, before);
    };
  }

  private static WordLayer.Builder<?> embedding(StackLine line, SentenceSize sentence) {
    line.kind(Embedding.class);
    return new WordEmbedding.Builder(
        sentence.words(), sentence.vocabulary(), sentence.dimensions());
  }

  private static WordLayer.Builder<?> convolution(StackLine line, int filters, int words) {
    List<Integer> widths = line.parsed("widths", USUAL_WIDTHS, SentenceLines::widths);
    int widest = widths.get(widths.size() - 1);
    if (widest > words) {
      throw line.bad(
          "a filter of %d words is wider than a sentence, data.text.max-words = %d"
              .formatted(widest, words));
    }
    return new SpikingConvolution.Builder(words, widths, filters)
        .neurons(
            line.choice("neurons", Neurons.LEAKY) == Neurons.RELU
                ? NeuronSettings.relu()
                : leaky(line));
  }

  private static WordLayer.Builder<?> pooled(StackLine line, Object before) {
    boolean shared = line.kind(Pooled.class) == Pooled.SHARED;
    int sharing = shared ? ((SpikingConvolution) before).widths().size() : 1;
    return new PooledNeurons.Builder(leaky(line)).sharing(sharing);
  }

  private static NeuronSettings leaky(StackLine line) {
    return NeuronSettings.leaky(
        new Learned(line.number("beta", 1, 0, 1), line.choice("learn-beta", Learning.FIXED)),
        new Learned(
            line.number("threshold", 1, 0, Float.MAX_VALUE),
            line.choice("learn-threshold", Learning.FIXED)),
        line.choice("reset", Reset.SUBTRACT),
        line.parsed("surrogate", SurrogateGradient.ofSnnTorch(), SurrogateGradient::parse));
  }

  private static List<Integer> widths(String text) {
    try {
      List<Integer> widths =
          Arrays.stream(text.strip().split("\\s+", -1)).map(Integer::valueOf).toList();
      boolean ascending =
          widths.get(0) > 0 && widths.stream().sorted().distinct().toList().equals(widths);
      if (ascending) {
        return widths;
      }
    } catch (NumberFormatException e) {
      throw new UserErrorException(noWidths(text), e);
    }
    throw new UserErrorException(noWidths(text));
  }

  private static String noWidths(String text) {
    return "'%s' is no list of widths, ascending whole numbers from 1 as in widths = 3 4 5"
        .formatted(text);
  }
}
