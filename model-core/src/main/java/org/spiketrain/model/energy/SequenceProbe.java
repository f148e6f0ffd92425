package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.metrics.ActivityCounts;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * Runs a network that reads step by step over examples and tallies what it does: one pass an
 * example. Immutable, for several threads.
 */
public final class SequenceProbe implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SpikingClassifier classifier;
  private final ArrayList<String> layers = new ArrayList<>();

  /** Null where operations of a layer are not known. */
  private final SequenceOperations operations;

  private final NeuroBenchProbe neuroBench;

  /** A probe of a trained network. */
  public SequenceProbe(MultiLayerNetwork network) {
    classifier = new SpikingClassifier(network);
    operations = SequenceOperations.of(network).orElse(null);
    neuroBench = NeuroBenchProbe.of(network).orElse(null);
    Layer[] all = network.getLayers();
    for (int l = 0; l < all.length - 1; l++) {
      layers.add("%d: %s".formatted(l + 1, NetworkLayer.of(all[l]).label()));
    }
  }

  /** Names of the layers with their numbers from 1, such as {@code 1: leaky(128)}. */
  public List<String> layers() {
    return List.copyOf(layers);
  }

  /** A tally of nothing. */
  public SequenceTally nothing() {
    return new SequenceTally(
        new ActivityCounts(classifier.spikingLayers()), operations == null ? 0 : layers.size() + 1);
  }

  /** Runs over an example and adds what the network does to a tally, which is returned. */
  public SequenceTally run(Example example, SequenceTally tally) {
    SpikeFrames frames = example.frames();
    List<float[][]> outputs = new ArrayList<>();
    float[][] lastOutput =
        classifier.outputs(
            frames,
            (layer, output) -> {
              outputs.add(output);
              tally.activity().add(layer, output);
            });
    float[][] answers = classifier.probabilitiesOverTime(lastOutput);
    if (answers.length == 0) {
      answers = new float[][] {classifier.probabilitiesBy(lastOutput)};
    } else {
      tally.overTime().add(example.label(), answers);
    }
    tally.example(example.label(), frames.timeSteps(), answers);
    if (operations != null) {
      tally.operations(operations.byLayer(frames, outputs));
    }
    if (neuroBench != null) {
      neuroBench.add(frames, outputs, tally.neuroBench());
    }
    return tally;
  }

  /** NeuroBench's metrics by its names; empty where the inputs of a layer are not known. */
  public Optional<Map<String, Object>> neuroBench(SequenceTally tally) {
    return Optional.ofNullable(neuroBench)
        .map(probe -> probe.metrics(tally.neuroBench(), tally.accuracy()));
  }

  /**
   * Spikes of each spiking layer for an example, a channel for each of its neurons, by its name.
   */
  public Map<String, SpikeFrames> spikes(SpikeFrames example) {
    Map<String, SpikeFrames> rasters = new LinkedHashMap<>();
    List<float[][]> outputs = new ArrayList<>();
    classifier.outputs(example, (layer, output) -> outputs.add(output));
    for (SpikingLayer layer : classifier.spikingLayers()) {
      rasters.put(
          layers.get(layer.layer()), LayerSpikes.of(outputs.get(layer.layer()), layer.columns()));
    }
    return rasters;
  }
}
