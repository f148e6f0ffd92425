package org.spiketrain.model.zoo;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.kernel.Reset;
import org.spiketrain.model.layer.NeuronParameter.Learning;
import org.spiketrain.model.layer.NeuronSettings;
import org.spiketrain.model.layer.NeuronSettings.Learned;
import org.spiketrain.model.layer.PooledNeurons;
import org.spiketrain.model.layer.SpikingConvolution;
import org.spiketrain.model.layer.WordLayer;
import org.spiketrain.model.neuron.SurrogateGradient;

/** The layers of a {@link LayerStack} that networks for sentences begin with. */
final class SentenceLines {
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

  static boolean has(StackLine line) {
    return line.name().equals(CONVOLUTION) || line.name().equals(POOLED);
  }

  /** Refuses a layer where it does not belong. */
  static void checkPlace(StackLine line, int words, List<BaseRecurrentLayer> before) {
    if (words == 0) {
      throw line.bad("it reads sentences, which only data.kind = text has");
    }
    boolean convolution = line.name().equals(CONVOLUTION);
    if (convolution && !before.isEmpty()) {
      throw line.bad("it must be the first layer");
    }
    if (!convolution && !(before.size() == 1 && before.get(0) instanceof SpikingConvolution)) {
      throw line.bad("it must be the second layer, behind a convolution");
    }
  }

  /**
   * The layer of a line.
   *
   * @param words words of a sentence
   * @param before the layer before, or null
   */
  static WordLayer.Builder<?> builder(StackLine line, int filters, int words, Object before) {
    return line.name().equals(CONVOLUTION)
        ? convolution(line, filters, words)
        : pooled(line, before);
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
