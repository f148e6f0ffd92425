package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.SpikingClassifier;

/** Runs a text network over sentences and tallies what it does. Immutable, for several threads. */
public final class NetworkProbe implements Serializable {
  private static final long serialVersionUID = 1L;

  private final CountedNetwork network;
  private final SentenceInput input;
  private final SpikingClassifier classifier;
  private final InferenceConvolution convolution;

  /**
   * A probe of a trained network.
   *
   * @param trained the network
   * @param own how words become its input
   * @param timeSteps time steps to run a spiking network for; an ANN takes its own
   * @throws UserErrorException if its layers are others than those whose operations are known, or
   *     its input cannot be had for so many time steps
   */
  public NetworkProbe(MultiLayerNetwork trained, SentenceInput own, int timeSteps) {
    network = CountedNetwork.of(trained);
    input = network.isSpiking() ? lengthened(own, timeSteps) : own;
    classifier = new SpikingClassifier(trained);
    Layer first = trained.getLayer(0);
    convolution = NetworkLayer.of(first).convolution(first.paramTable()).orElseThrow();
  }

  private static SentenceInput lengthened(SentenceInput own, int timeSteps) {
    if (!own.coding().isOpenEnded() && timeSteps != own.timeSteps()) {
      throw new UserErrorException(
          "With %s a spike's time depends on the number of time steps: profile the model with its own %d, not with %d"
              .formatted(own.coding().spec(), own.timeSteps(), timeSteps));
    }
    return own.coded(own.coding(), timeSteps);
  }

  /** Parts of the network that determine its operations. */
  public CountedNetwork network() {
    return network;
  }

  /** A tally of nothing. */
  public NetworkTally nothing() {
    return new NetworkTally(network, input.timeSteps());
  }

  /** Runs over a sentence and adds what the network does to a tally. */
  public void run(Example sentence, NetworkTally tally) {
    int[] words = sentence.frames().firstChannels();
    float[][] sequence = input.draw(words);
    int present = Math.min(words.length, input.words());
    input(sequence, present, tally);
    float[][] outputs =
        classifier.outputs(
            sequence,
            (layer, output) -> {
              if (layer > 0) {
                tally.layers().get(layer).add(output);
              }
            });
    positions(sequence, present, tally);
    for (int steps = 1; steps <= outputs.length; steps++) {
      float[] probabilities = classifier.probabilitiesBy(Arrays.copyOf(outputs, steps));
      if (TopClasses.of(probabilities, 1)[0] == sentence.label()) {
        tally.correct(steps);
      }
    }
  }

  private void input(float[][] sequence, int present, NetworkTally tally) {
    SentenceConvolution size = network.convolution();
    long words = 0;
    for (int w = 0; w < present; w++) {
      words += (long) size.dimensions() * size.readers(w);
    }
    tally.example(words);
    for (int t = 0; t < sequence.length; t++) {
      long spikes = 0;
      long reaches = 0;
      for (int w = 0; w < present; w++) {
        long ofWord = spikes(sequence[t], w * size.dimensions(), size.dimensions());
        spikes += ofWord;
        reaches += ofWord * size.readers(w);
      }
      tally.input(t, spikes, reaches);
    }
  }

  /** An ANN reads rates, of which those that are not 0 count. */
  private long spikes(float[] step, int from, int count) {
    long spikes = 0;
    for (int i = from; i < from + count; i++) {
      boolean counts = network.isSpiking() ? input.isSpike(step[i]) : step[i] != 0f;
      spikes += counts ? 1 : 0;
    }
    return spikes;
  }

  /**
   * Counts how the neurons of the convolution fire. Each filter has a neuron at each position where
   * it fits, in the padding too: it integrates its bias there, and the mean behind the convolution
   * has it in. Those whose first word is no padding are counted beside, on their own.
   */
  private void positions(float[][] sequence, int words, NetworkTally tally) {
    SentenceConvolution size = network.convolution();
    LayerTally all = tally.layers().get(0);
    LayerTally amongWords = tally.amongWords();
    int[][] first = new int[size.positions(0)][size.columns()];
    for (int[] position : first) {
      Arrays.fill(position, sequence.length);
    }
    convolution.show(
        StageInput.of(sequence),
        (from, to, step, outputs) -> {
          for (int column = 0; column < outputs.length; column++) {
            int end = Math.min(to, size.positions(column));
            if (outputs[column] != 0f && from < end) {
              all.fired(step, (long) end - from);
              amongWords.fired(step, Math.max(0L, (long) Math.min(end, words) - from));
              for (int position = from; position < end; position++) {
                first[position][column] = Math.min(first[position][column], step);
              }
            }
          }
        });
    int neuron = 0;
    for (int column = 0; column < size.columns(); column++) {
      for (int position = 0; position < size.positions(column); position++) {
        all.ran(neuron, first[position][column]);
        if (position < words) {
          amongWords.ran(neuron, first[position][column]);
        }
        neuron++;
      }
    }
  }
}
