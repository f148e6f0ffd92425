package org.spiketrain.model.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.Recurrence;
import org.spiketrain.model.kernel.Reset;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;
import org.spiketrain.model.layer.AdaptiveLeaky;
import org.spiketrain.model.layer.FastDropout;
import org.spiketrain.model.layer.Gru;
import org.spiketrain.model.layer.Leaky;
import org.spiketrain.model.layer.Lstm;
import org.spiketrain.model.layer.NeuronParameter.Learning;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.layer.SpikingGru;
import org.spiketrain.model.layer.SpikingLstm;
import org.spiketrain.model.layer.SpikingVanillaRnn;
import org.spiketrain.model.layer.VanillaRnn;
import org.spiketrain.model.layer.WordLayer;

/**
 * Sequence layers one upon the other, written as text, one a line (or with {@code |} between):
 *
 * <pre>
 *   lstm(512)
 *   dropout(0.2)
 *   leaky(512, recurrence = all-to-all, beta = 0.95)
 *   leaky(classes, beta = 0.95)
 * </pre>
 *
 * <p>The number is that of the neurons, {@code classes} as many as there are classes, {@code
 * classes * 10} ten for each class; that of {@code dropout} the share of its input dropped in
 * training. Layers: lstm, gru, rnn, spiking-lstm, spiking-gru, spiking-rnn, leaky, adaptive-leaky,
 * linear; for sentences embedding, convolution, whose number is that of the filters of each width,
 * and pooled.
 */
final class LayerStack {
  private static final String NAMES =
      "lstm, gru, rnn, spiking-lstm, spiking-gru, spiking-rnn, leaky, adaptive-leaky, linear, embedding, convolution, pooled, dropout";
  private static final int LARGEST = 65_536;

  private LayerStack() {}

  /**
   * The layers of a stack; the first computes no gradient by its input.
   *
   * @param text the stack as it is written
   * @param classes number of classes
   * @param coding layout of the first layer's input
   * @param sentence sizes of a sentence, where that is the input
   * @throws UserErrorException if it cannot be read, naming the layer
   */
  static List<BaseRecurrentLayer> parse(
      String text, int classes, InputCoding coding, SentenceSize sentence) {
    List<BaseRecurrentLayer> layers = new ArrayList<>();
    double dropout = 0;
    for (StackLine line : lines(text)) {
      if (line.name().equals("dropout")) {
        dropout = line.share();
        line.refuseOthers();
        continue;
      }
      BaseRecurrentLayer.Builder<?> builder =
          SentenceLines.has(line)
              ? sentences(line, classes, sentence, layers)
              : sequences(line, classes, coding, layers);
      if (dropout > 0) {
        refuseNumbersDropped(line);
        builder.dropOut(new FastDropout(dropout));
      }
      dropout = 0;
      line.refuseOthers();
      layers.add(builder.build());
    }
    if (layers.isEmpty() || dropout > 0) {
      throw new UserErrorException("A stack of layers ends with a layer that has neurons");
    }
    return layers;
  }

  private static void refuseNumbersDropped(StackLine line) {
    if (line.name().equals(SentenceLines.EMBEDDING)) {
      throw line.bad("no dropout may stand before it: it reads the numbers of words");
    }
  }

  private static WordLayer.Builder<?> sentences(
      StackLine line, int classes, SentenceSize sentence, List<BaseRecurrentLayer> before) {
    SentenceLines.checkPlace(line, sentence, before);
    WordLayer.Builder<?> builder =
        SentenceLines.builder(
            line,
            line.name().equals(SentenceLines.CONVOLUTION) ? size(line, classes) : 0,
            sentence,
            before.isEmpty() ? null : before.get(before.size() - 1));
    return before.isEmpty() ? builder.withoutInputGradient() : builder;
  }

  private static SequenceLayer.Builder<?> sequences(
      StackLine line, int classes, InputCoding coding, List<BaseRecurrentLayer> before) {
    SequenceLayer.Builder<?> builder = builder(line, classes);
    return before.isEmpty() ? builder.withoutInputGradient().inputCoding(coding) : builder;
  }

  /** Whether a stack has an embedding, so that it reads the numbers of words. */
  static boolean hasEmbedding(String text) {
    return lines(text).stream().anyMatch(line -> line.name().equals(SentenceLines.EMBEDDING));
  }

  /** What follows the first layer of a stack. */
  static String behindFirst(String text) {
    return Stream.of(text.split("[\\n|]", -1))
        .filter(line -> !line.isBlank())
        .skip(1)
        .collect(Collectors.joining("\n"));
  }

  private static List<StackLine> lines(String text) {
    return Stream.of(text.split("[\\n|]", -1))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(StackLine::of)
        .toList();
  }

  private static SequenceLayer.Builder<?> builder(StackLine line, int classes) {
    SequenceLayer.Builder<?> builder =
        switch (line.name()) {
          case "lstm" -> new Lstm.Builder();
          case "gru" -> new Gru.Builder();
          case "rnn" -> new VanillaRnn.Builder();
          case "spiking-lstm" ->
              new SpikingLstm.Builder()
                  .surrogates(
                      surrogate(line, "surrogate", SurrogateGradient.standard()),
                      surrogate(line, "candidate", SurrogateGradient.standard()))
                  .cellState(line.choice("cell-state", CellState.UNBOUNDED));
          case "spiking-gru" ->
              new SpikingGru.Builder()
                  .surrogates(
                      surrogate(line, "surrogate", SurrogateGradient.standard()),
                      surrogate(line, "candidate", SurrogateGradient.standard()));
          case "spiking-rnn" ->
              new SpikingVanillaRnn.Builder()
                  .surrogate(surrogate(line, "surrogate", SurrogateGradient.standard()));
          case "leaky" -> leaky(line);
          case "adaptive-leaky" -> adaptiveLeaky(line);
          case "linear" -> new Leaky.Builder(0).reset(Reset.NONE);
          default ->
              throw line.bad("there is no layer '%s', only %s".formatted(line.name(), NAMES));
        };
    builder.nOut(size(line, classes));
    boolean linear = line.name().equals("linear");
    builder.output(linear ? CellOutput.MEMBRANE : line.choice("output", CellOutput.OUTPUT));
    builder.normalised(line.number("batch-norm", 0, 0, LARGEST));
    if (!linear && line.flag("bidirectional")) {
      builder.bidirectional();
    }
    return builder;
  }

  private static int size(StackLine line, int classes) {
    int size = line.size(classes);
    if (size > LARGEST) {
      throw line.bad("%d neurons are more than %d".formatted(size, LARGEST));
    }
    return size;
  }

  private static SurrogateGradient surrogate(
      StackLine line, String option, SurrogateGradient usual) {
    return line.parsed(option, usual, SurrogateGradient::parse);
  }

  private static Leaky.Builder leaky(StackLine line) {
    Leaky.Builder leaky =
        new Leaky.Builder(0.9)
            .beta(line.number("beta", 0.9, 0, 1), line.choice("learn-beta", Learning.FIXED))
            .threshold(
                line.number("threshold", 1, 0, Float.MAX_VALUE),
                line.choice("learn-threshold", Learning.FIXED))
            .recurrence(line.choice("recurrence", Recurrence.NONE))
            .reset(line.choice("reset", Reset.SUBTRACT))
            .surrogate(surrogate(line, "surrogate", SurrogateGradient.ofSnnTorch()));
    if (line.has("alpha")) {
      leaky.synapse(line.number("alpha", 0, 0, 1), line.choice("learn-alpha", Learning.FIXED));
    }
    return leaky;
  }

  private static AdaptiveLeaky.Builder adaptiveLeaky(StackLine line) {
    AdaptiveLeaky.Builder adaptive =
        new AdaptiveLeaky.Builder()
            .threshold(line.number("threshold", 1, 0, Float.MAX_VALUE))
            .surrogate(surrogate(line, "surrogate", SurrogateGradient.ofSnnTorch()));
    return line.flag("recurrent") ? adaptive.recurrent() : adaptive;
  }
}
