package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.layer.LayerUnit;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.SpikeReadout;

/**
 * Measures a network that reads step by step as NeuroBench 2 does (Yik et al. 2025, "The NeuroBench
 * framework"; {@code neurobench.metrics} of its version 2.3.0), one sample a pass. Immutable.
 *
 * <pre>
 *   Footprint           bytes of all parameters
 *   ConnectionSparsity  part of the weights that are 0, to four digits; biases are none
 *   ActivationSparsity  part of what all layers give on that is 0, over all steps and samples
 *   SynapticOperations  a sample: at each step and of each matrix of weights,
 *     Effective_ACs     weights that are not 0 of inputs that are not 0, where all inputs are -1, 0 or 1
 *     Effective_MACs    the same where they are not
 *     Dense             all weights
 * </pre>
 *
 * <p>Recurrent weights are a matrix of their own, as in snnTorch's {@code RLeaky}: what returns is
 * the step before, nothing at the first. The products within a gated neuron, which NeuroBench adds
 * for PyTorch's LSTM and GRU cells, are left out. A readout is called once a sample, with what it
 * pools.
 */
public final class NeuroBenchProbe implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<ArrayList<Synapses>> layers;
  private final ArrayList<Readout> readout;
  private final long bytes;

  /** Weights of a unit; those by which it returns are empty where it has none. */
  private record Synapses(LayerUnit placed, Connection inputs, Connection returning)
      implements Serializable {}

  private record Readout(Pooling pooling, Connection weights) implements Serializable {}

  private NeuroBenchProbe(List<List<Synapses>> layers, List<Readout> readout, long bytes) {
    this.layers = new ArrayList<>();
    layers.forEach(units -> this.layers.add(new ArrayList<>(units)));
    this.readout = new ArrayList<>(readout);
    this.bytes = bytes;
  }

  /** The probe of a network; empty where the inputs of one of its layers are not known here. */
  static Optional<NeuroBenchProbe> of(MultiLayerNetwork network) {
    if (SequenceOperations.of(network).isEmpty()) {
      return Optional.empty();
    }
    Layer[] all = network.getLayers();
    List<List<Synapses>> layers = new ArrayList<>();
    for (int l = 0; l < all.length - 1; l++) {
      Map<String, INDArray> parameters = all[l].paramTable();
      List<Synapses> units = new ArrayList<>();
      for (LayerUnit placed : NetworkLayer.of(all[l]).units()) {
        units.add(
            new Synapses(
                placed,
                new Connection(placed.inputFanOut(parameters), placed.width()),
                new Connection(placed.recurrentFanOut(parameters), placed.width())));
      }
      layers.add(units);
    }
    Layer last = all[all.length - 1];
    List<Readout> readout = new ArrayList<>();
    SpikeReadout.find(last.conf().getLayer())
        .map(
            one ->
                new Readout(
                    one.pooling(),
                    new Connection(one.fanOut(last.paramTable()), (int) one.getNOut())))
        .ifPresent(readout::add);
    return Optional.of(new NeuroBenchProbe(layers, readout, Float.BYTES * network.numParams()));
  }

  /**
   * Adds a sample to a tally.
   *
   * @param outputs of each layer for it, [time][width]
   */
  void add(SpikeFrames sample, List<float[][]> outputs, NeuroBenchTally tally) {
    tally.sample();
    for (int l = 0; l < layers.size(); l++) {
      float[][] own = outputs.get(l);
      tally.activations(own);
      for (Synapses unit : layers.get(l)) {
        if (l == 0) {
          first(unit.inputs, sample, tally);
        } else {
          for (float[] step : outputs.get(l - 1)) {
            unit.inputs.call(step, 0, tally);
          }
        }
        returning(unit, own, tally);
      }
    }
    for (Readout one : readout) {
      one.weights.call(pooled(one.pooling, outputs.get(outputs.size() - 1)), 0, tally);
    }
  }

  private static void first(Connection inputs, SpikeFrames sample, NeuroBenchTally tally) {
    float[] step = new float[inputs.inputs()];
    for (int t = 0; t < sample.timeSteps(); t++) {
      Arrays.fill(step, 0f);
      for (int k = sample.rowStart()[t]; k < sample.rowStart()[t + 1]; k++) {
        int channel = sample.channel()[k];
        if (channel < step.length) {
          step[channel] += sample.valueAt(k);
        }
      }
      inputs.call(step, 0, tally);
    }
  }

  private static void returning(Synapses unit, float[][] own, NeuroBenchTally tally) {
    if (unit.returning.inputs() == 0) {
      return;
    }
    boolean backward = unit.placed.unit().direction() == Direction.REVERSE;
    int offset = unit.placed.offset();
    // Nothing has been given before the first step.
    tally.synapses(0, true, unit.returning.weights());
    for (int t = 1; t < own.length; t++) {
      unit.returning.call(own[backward ? t : t - 1], offset, tally);
    }
  }

  private static float[] pooled(Pooling pooling, float[][] output) {
    float[] pooled = output[output.length - 1].clone();
    if (pooling != Pooling.LAST_STEP) {
      for (int t = 0; t < output.length - 1; t++) {
        pooling.add(output[t], pooled);
      }
      pooling.divide(pooled, output.length);
    }
    return pooled;
  }

  /**
   * The metrics by the names that NeuroBench's results have.
   *
   * @param accuracy of the network over the samples
   */
  public Map<String, Object> metrics(NeuroBenchTally tally, double accuracy) {
    Map<String, Object> operations = new LinkedHashMap<>();
    operations.put("Effective_MACs", tally.effectiveMacs());
    operations.put("Effective_ACs", tally.effectiveAcs());
    operations.put("Dense", tally.dense());
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("Footprint", bytes);
    metrics.put("ConnectionSparsity", connectionSparsity());
    metrics.put("ClassificationAccuracy", accuracy);
    metrics.put("ActivationSparsity", tally.activationSparsity());
    metrics.put("SynapticOperations", operations);
    return metrics;
  }

  private double connectionSparsity() {
    List<Connection> all = new ArrayList<>();
    for (List<Synapses> units : layers) {
      units.forEach(unit -> all.addAll(List.of(unit.inputs, unit.returning)));
    }
    readout.forEach(one -> all.add(one.weights));
    long weights = all.stream().mapToLong(Connection::weights).sum();
    long zeros = weights - all.stream().mapToLong(Connection::synapses).sum();
    double digits = 1e4;
    return Math.rint(digits * zeros / Math.max(1, weights)) / digits;
  }
}
