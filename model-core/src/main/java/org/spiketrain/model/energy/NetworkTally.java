package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.layer.NetworkLayer.CountedLayer;

/**
 * Behaviour of a network over examples: how often it was right after each number of time steps, how
 * its neurons fired, and what of its input reached its filters. All of it are whole numbers, so
 * that tallies of parts of a data set merge into that of the whole in any order, exactly.
 */
public final class NetworkTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] correct;
  private final long[] inputSpikes;
  private final long[] inputReaches;
  private final ArrayList<LayerTally> layers = new ArrayList<>();
  private final LayerTally amongWords;
  private long wordReaches;
  private long examples;

  /** A tally of nothing, for examples of so many time steps. */
  public NetworkTally(CountedNetwork network, int timeSteps) {
    correct = new long[timeSteps];
    inputSpikes = new long[timeSteps];
    inputReaches = new long[timeSteps];
    int places = network.convolution().neurons();
    for (CountedLayer layer : network.layers()) {
      boolean convolution = layer.kind() == CountedLayer.Kind.CONVOLUTION;
      layers.add(new LayerTally(convolution ? places : layer.outputs(), timeSteps));
    }
    amongWords = new LayerTally(places, timeSteps);
  }

  /** An example has gone through whose words reach neurons from so many inputs, spikes or not. */
  void example(long reaches) {
    examples++;
    wordReaches += reaches;
  }

  /** The network was right after so many steps, from 1. */
  void correct(int steps) {
    correct[steps - 1]++;
  }

  /** So many inputs are not 0 in a time step, and reach so many neurons, together. */
  void input(int step, long spikes, long reaches) {
    inputSpikes[step] += spikes;
    inputReaches[step] += reaches;
  }

  /** Adds another tally of the same network to this one, and returns this one. */
  public NetworkTally merge(NetworkTally other) {
    LayerTally.add(other.correct, correct);
    LayerTally.add(other.inputSpikes, inputSpikes);
    LayerTally.add(other.inputReaches, inputReaches);
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).merge(other.layers.get(l));
    }
    amongWords.merge(other.amongWords);
    wordReaches += other.wordReaches;
    examples += other.examples;
    return this;
  }

  /** Time steps of every example. */
  public int timeSteps() {
    return correct.length;
  }

  /** Examples seen. */
  public long examples() {
    return examples;
  }

  /** Fraction of the examples that the network is right about after so many steps, from 1. */
  public double accuracy(int steps) {
    return correct[steps - 1] / (double) Math.max(1, examples);
  }

  /** Inputs that are not 0 in the first time steps, over all examples. */
  public long inputSpikes(int steps) {
    return LayerTally.sum(inputSpikes, steps);
  }

  /** Neurons that they reach: those of all filters at all positions that read the input's word. */
  public long inputReaches(int steps) {
    return LayerTally.sum(inputReaches, steps);
  }

  /** Number of neurons that the words of all examples reach with all their dimensions, once. */
  public long wordReaches() {
    return wordReaches;
  }

  /** Firing of the neurons, layer by layer; of those of the convolution at all positions. */
  public List<LayerTally> layers() {
    return List.copyOf(layers);
  }

  /** Firing of those neurons of the convolution whose first word is no padding. */
  public LayerTally amongWords() {
    return amongWords;
  }
}
