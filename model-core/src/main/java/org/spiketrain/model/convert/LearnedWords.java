package org.spiketrain.model.convert;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.kernel.WordEmbeddingKernel;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.SpikingConvolution;
import org.spiketrain.model.layer.WordEmbedding;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.Sentences;

/**
 * Final form of an ANN that learned the rates of its words together with its weights: the same
 * network without an embedding, which reads the learned rates as they are, so that it can be
 * converted as any other.
 *
 * <p>While it learned, the network read rates less their centre, and a 1 at each word. The table it
 * reads afterwards has that 1 as one more rate of every word, and the weights on it take up what
 * the centre would have added: {@code W (r - c) + w = W r + (w - W c)}.
 *
 * @param settings the network's settings
 * @param network the network
 * @param sentences its words and their rates
 */
public record LearnedWords(
    NetworkSettings settings, MultiLayerNetwork network, Sentences sentences) {

  /**
   * Gives a network that is to learn the rates of words those that it begins with.
   *
   * @param network begins with an embedding of as many words
   * @param table rates; their mean over the vocabulary is the centre
   */
  public static void begin(MultiLayerNetwork network, RateTable table) {
    NativeFloats.set(network.getLayer(0).getParam(WordEmbedding.RATES), table.rates());
    NativeFloats.set(network.getLayer(0).getParam(WordEmbedding.CENTRE), means(table));
  }

  private static float[] means(RateTable table) {
    double[] sums = new double[table.dimensions()];
    for (int k = 0; k < table.rates().length; k++) {
      sums[k % sums.length] += table.rates()[k];
    }
    float[] means = new float[sums.length];
    for (int d = 0; d < means.length; d++) {
      means[d] = (float) (sums[d] / table.words());
    }
    return means;
  }

  /**
   * The network without its embedding.
   *
   * @param settings of a network whose layers are an embedding, a convolution and others
   * @param network the trained network
   * @param sentences the words as they were before
   */
  public static LearnedWords of(
      NetworkSettings settings, MultiLayerNetwork network, Sentences sentences) {
    SentenceInput before = sentences.input();
    SentenceInput input =
        new SentenceInput(table(network), before.words(), before.coding(), before.timeSteps());
    NetworkSettings behind = settings.behindEmbedding();
    FeedForwardLayer loss = (FeedForwardLayer) network.getOutputLayer().conf().getLayer();
    return new LearnedWords(
        behind,
        behind(network, behind, input, (int) loss.getNOut()),
        new Sentences(sentences.vocabulary(), input));
  }

  /** The learned rates, clipped as the network read them, and 1 beside them. */
  private static RateTable table(MultiLayerNetwork network) {
    int dimensions = (int) network.getLayer(0).getParam(WordEmbedding.CENTRE).length();
    float[] learned = NativeFloats.copy(network.getLayer(0).getParam(WordEmbedding.RATES));
    int words = learned.length / dimensions;
    float[] rates = new float[words * (dimensions + 1)];
    Arrays.fill(rates, 1f);
    for (int k = 0; k < learned.length; k++) {
      rates[k + k / dimensions] = WordEmbeddingKernel.clipped(learned[k]);
    }
    return new RateTable(dimensions + 1, rates);
  }

  private static MultiLayerNetwork behind(
      MultiLayerNetwork network, NetworkSettings settings, SentenceInput input, int classes) {
    MultiLayerNetwork behind =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.ofSentences(input.channels(), input.size()),
                classes,
                NetworkSettings.Optimisation.NONE,
                1));
    behind.init();
    for (int l = 0; l < behind.getnLayers() - 1; l++) {
      Layer from = network.getLayer(l + 1);
      for (String name : from.paramTable().keySet()) {
        NativeFloats.set(behind.getLayer(l).getParam(name), NativeFloats.copy(from.getParam(name)));
      }
    }
    takeUp(NativeFloats.copy(network.getLayer(0).getParam(WordEmbedding.CENTRE)), behind);
    return behind;
  }

  private static void takeUp(float[] centre, MultiLayerNetwork network) {
    Layer filters = network.getLayer(0);
    SentenceConvolution size = NetworkLayer.of(filters).convolved().orElseThrow();
    for (int offset = 0; offset < size.widest(); offset++) {
      String name = SpikingConvolution.weights(offset);
      float[] weights = NativeFloats.copy(filters.getParam(name));
      int columns = size.columnsAt(offset);
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int d = 0; d < centre.length; d++) {
          sum += centre[d] * weights[d * columns + j];
        }
        weights[centre.length * columns + j] -= (float) sum;
      }
      NativeFloats.set(filters.getParam(name), weights);
    }
  }
}
