package org.spiketrain.train;

import java.io.Serializable;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.model.layer.Recomputation;
import org.spiketrain.model.updater.PlainUpdater;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * What the workers of a training need in every round. It is broadcast once, and in each executor
 * keeps the networks that its tasks have finished with, as many as ran at a time, until the
 * broadcast is destroyed or the executor is gone.
 *
 * <p>A network that was used before is set back to what a new one would be, so that who takes which
 * changes no result; no two tasks ever have the same one.
 */
final class Workshop implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Plan plan;
  private final String configuration;
  private final ExampleReader reader;
  private final Exchange exchange;
  private final DeltaCompressor coarse;

  @SuppressWarnings("serial") // It does not travel.
  private final transient Deque<MultiLayerNetwork> idle = new ConcurrentLinkedDeque<>();

  record Plan(
      int batchSize,
      int classes,
      ClassBalance balance,
      long seed,
      String blasKernel,
      Recomputation recompute)
      implements Serializable {
    WorkerConfiguration worker() {
      return new WorkerConfiguration(false, batchSize, batchSize, Integer.MAX_VALUE, 0, false);
    }
  }

  /**
   * @param configuration the network's, as JSON
   * @param compressor makes what workers tell coarse, or nothing
   */
  Workshop(
      Plan plan,
      String configuration,
      ExampleReader reader,
      Exchange exchange,
      Optional<DeltaCompressor> compressor) {
    this.plan = plan;
    this.configuration = configuration;
    this.reader = reader;
    this.exchange = exchange;
    this.coarse = compressor.orElse(null);
  }

  private Object readResolve() {
    return new Workshop(plan, configuration, reader, exchange, compressor());
  }

  Exchange exchange() {
    return exchange;
  }

  /** What makes steps of the parameters, and what workers tell but in a last round, coarse. */
  Optional<DeltaCompressor> compressor() {
    return Optional.ofNullable(coarse);
  }

  /** What makes coarse what workers tell in a round. */
  Optional<DeltaCompressor> compressor(RoundStart round) {
    return round.closing() ? compressor().map(DeltaCompressor::closing) : compressor();
  }

  Plan plan() {
    return plan;
  }

  ExampleReader reader() {
    return reader;
  }

  /** A network as a round starts; whoever takes it has it alone. */
  MultiLayerNetwork take(RoundStart from) {
    MultiLayerNetwork network = idle.poll();
    if (network == null) {
      network = make(from);
    } else {
      reset(network, from);
    }
    int iteration = (int) from.firstMinibatch();
    if (exchange.isReset()) {
      network.setUpdater(((PlainUpdater) network.getUpdater()).anew(iteration));
      iteration = 0;
    }
    // Adam's bias correction and the schedules go on where the round before ended.
    network.getLayerWiseConfigurations().setIterationCount(iteration);
    return network;
  }

  /** Keeps a network for another task; one whose round has failed is better forgotten. */
  void giveBack(MultiLayerNetwork network) {
    Updater updater = network.getUpdater();
    // What the last minibatch has left, and the updater.
    network.clear();
    network.setUpdater(updater);
    idle.push(network);
  }

  /** Number of networks that wait for a task. */
  int idle() {
    return idle.size();
  }

  private MultiLayerNetwork make(RoundStart from) {
    BlasAgreement.take(plan.blasKernel);
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init(NativeFloats.rowVector(from.parameters().values()), false);
    float[] state = from.updaterState().values();
    network.setUpdater(
        state.length > 0
            ? new PlainUpdater(network, NativeFloats.vector(state))
            : new PlainUpdater(network));
    return network;
  }

  private void reset(MultiLayerNetwork network, RoundStart from) {
    NativeFloats.set(network.params(), from.parameters().values());
    float[] state = from.updaterState().values();
    if (state.length > 0) {
      NativeFloats.set(network.getUpdater().getStateViewArray(), state);
    } else if (!exchange.isReset()) {
      // Not all begin with zeros.
      network.setUpdater(new PlainUpdater(network));
    }
    network.getFlattenedGradients().assign(0);
  }
}
