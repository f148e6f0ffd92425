package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.Unit;
import org.spiketrain.model.layer.LayerUnit;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * Counts the operations of networks that read their input step by step, of spiking neurons and of
 * RNNs, LSTMs and GRUs alike. Immutable, for several threads.
 *
 * <p>Of a group of n neurons with g weighted inputs each, over T steps:
 *
 * <pre>
 *   spikes that come in  accumulates g n each, a row of weights read for it
 *   values that come in  multiply-accumulates T g n each, whatever they are
 *   recurrence           the same of the group's own spikes, or of its n values
 *   updates              T g n, multiply-accumulates where states decay or gates multiply values,
 *                        else accumulates; biases read once an update
 *   states               of spiking neurons read and written once an accumulate and once an
 *                        update, since spikes come one by one; of others once a step
 * </pre>
 *
 * <p>The input are spikes to every network, an ANN too, which looks up the weights of a letter:
 * only what its own layers give on are values. A readout adds what it pools over time, and
 * multiplies with its weights once.
 */
public final class SequenceOperations implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SpikingClassifier classifier;
  private final ArrayList<Stage> stages;
  private final Readout readout;

  private SequenceOperations(SpikingClassifier classifier, List<Stage> stages, Readout readout) {
    this.classifier = classifier;
    this.stages = new ArrayList<>(stages);
    this.readout = readout;
  }

  /**
   * A layer.
   *
   * @param spikes which columns of its output are spikes
   */
  private record Stage(List<LayerUnit> units, int width, BitSet spikes) implements Serializable {}

  /** A linear classifier behind the last layer; with no products where there is none. */
  private record Readout(boolean pools, long products, long outputs) implements Serializable {}

  /**
   * The counter of a network that reads frames; empty where operations of one of its layers are not
   * known here.
   */
  public static Optional<SequenceOperations> of(MultiLayerNetwork network) {
    Layer[] all = network.getLayers();
    List<Stage> stages = new ArrayList<>();
    for (int l = 0; l < all.length - 1; l++) {
      NetworkLayer layer = NetworkLayer.of(all[l]);
      List<LayerUnit> units = layer.units();
      if (units.isEmpty() || units.stream().anyMatch(unit -> hidesItsSpikes(unit.unit()))) {
        return Optional.empty();
      }
      BitSet spikes = new BitSet();
      layer.spikeColumns().forEach(spikes::set);
      stages.add(new Stage(new ArrayList<>(units), layer.outputWidth(), spikes));
    }
    org.deeplearning4j.nn.conf.layers.Layer last = all[all.length - 1].conf().getLayer();
    Readout readout =
        SpikeReadout.find(last)
            .map(
                one ->
                    new Readout(one.readsAllSteps(), one.getNIn() * one.getNOut(), one.getNOut()))
            .orElse(new Readout(false, 0, 0));
    return Optional.of(new SequenceOperations(new SpikingClassifier(network), stages, readout));
  }

  /** Spikes that go back to the neurons, while something else is given on. */
  static boolean hidesItsSpikes(Unit unit) {
    NeuronCell cell = unit.cell();
    return cell.isSpiking() && cell.hasRecurrentWeights() && unit.spikeColumns() == 0;
  }

  /** Operations over an example. */
  public Operations of(SpikeFrames example) {
    List<float[][]> outputs = new ArrayList<>();
    classifier.outputs(example, (layer, output) -> outputs.add(output));
    return byLayer(example, outputs).stream().reduce(Operations.NONE, Operations::plus);
  }

  /**
   * Operations over an example, of each layer and then of the readout.
   *
   * @param outputs of each layer for it, [time][width]
   */
  List<Operations> byLayer(SpikeFrames example, List<float[][]> outputs) {
    List<Operations> all = new ArrayList<>();
    for (int l = 0; l < stages.size(); l++) {
      Operations sum = Operations.NONE;
      for (LayerUnit placed : stages.get(l).units) {
        Arrivals in =
            l == 0
                ? Arrivals.of(example, placed.unit().inputs())
                : Arrivals.of(
                    outputs.get(l - 1), stages.get(l - 1).spikes, 0, placed.unit().inputs());
        sum = sum.plus(ofUnit(placed, in, outputs.get(l), stages.get(l).spikes));
      }
      all.add(sum);
    }
    Stage last = stages.get(stages.size() - 1);
    all.add(ofReadout(outputs.get(outputs.size() - 1), last));
    return all;
  }

  /**
   * What comes in over all steps.
   *
   * @param spikes that are there; several in one step and channel count each
   * @param values numbers that are no spikes, be they 0 or not
   */
  private record Arrivals(long spikes, long values) {
    static Arrivals of(SpikeFrames example, int inputs) {
      long spikes = 0;
      long values = 0;
      int[] channel = example.channel();
      for (int k = 0; k < channel.length; k++) {
        float value = example.valueAt(k);
        boolean isCount = value >= 0 && value == Math.rint(value);
        if (channel[k] < inputs) {
          spikes += isCount ? (long) value : 0;
          values += isCount ? 0 : 1;
        }
      }
      return new Arrivals(spikes, values);
    }

    static Arrivals of(float[][] outputs, BitSet areSpikes, int from, int count) {
      long spikes = 0;
      long values = 0;
      for (int column = from; column < from + count; column++) {
        if (areSpikes.get(column)) {
          for (float[] step : outputs) {
            spikes += step[column] != 0f ? 1 : 0;
          }
        } else {
          values += outputs.length;
        }
      }
      return new Arrivals(spikes, values);
    }
  }

  private static Operations ofUnit(
      LayerUnit placed, Arrivals in, float[][] output, BitSet areSpikes) {
    Unit unit = placed.unit();
    NeuronCell cell = unit.cell();
    Arrivals own = Arrivals.of(output, areSpikes, placed.offset(), unit.outputWidth());
    long fanOut = (long) cell.gates() * unit.neurons();
    long updates = fanOut * output.length;
    boolean recurrent = cell.hasRecurrentWeights();
    if (cell.isSpiking()) {
      Operations products = Operations.ofValues(in.values * fanOut, 0);
      long spikes = in.spikes + (recurrent ? own.spikes : 0);
      return products.plus(
          Operations.ofSpikes(
              spikes * fanOut,
              spikes * fanOut,
              new Operations.Updates(updates, cell.isLeaking(), true),
              spikes,
              own.spikes));
    }
    Operations products =
        Operations.ofValues((in.values + (recurrent ? own.values : 0)) * fanOut, 0);
    boolean multiplies = cell.isLeaking() || cell.gates() > 1;
    long states = (long) cell.states() * unit.neurons() * output.length;
    return products
        .plus(Operations.ofLookups(in.spikes, fanOut))
        .plus(
            new Operations(
                multiplies ? updates : 0,
                multiplies ? 0 : updates,
                updates,
                states,
                states,
                0,
                own.values));
  }

  private Operations ofReadout(float[][] output, Stage last) {
    Operations weights = Operations.ofValues(readout.products, readout.outputs);
    if (!readout.pools) {
      return weights;
    }
    Arrivals pooled = Arrivals.of(output, last.spikes, 0, last.width);
    return weights.plus(Operations.ofMean(pooled.spikes + pooled.values, 0));
  }
}
