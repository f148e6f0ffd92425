package org.spiketrain.train;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.updater.PlainUpdater;

/**
 * dl4j-spark's parameter averaging worker, fed from a broadcast of plain arrays: serialising ND4J's
 * arrays element by element would take longer than a short round. The iteration count goes along,
 * so that Adam's bias correction and the schedules go on where the round before ended.
 */
final class AveragingWorker extends ParameterAveragingTrainingWorker {
  private static final long serialVersionUID = 1L;

  private final Broadcast<RoundStart> start;

  AveragingWorker(Broadcast<RoundStart> start, int batchSize) {
    super(
        null,
        true,
        new WorkerConfiguration(false, batchSize, batchSize, Integer.MAX_VALUE, 0, false),
        List.of(),
        List.of(),
        null);
    this.start = start;
  }

  @Override
  public MultiLayerNetwork getInitialModel() {
    RoundStart from = start.value();
    MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(from.configuration());
    configuration.setIterationCount((int) from.firstMinibatch());
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(NativeFloats.rowVector(from.parameters()), false);
    network.setUpdater(
        from.updaterState().length > 0
            ? new PlainUpdater(network, NativeFloats.vector(from.updaterState()))
            : new PlainUpdater(network));
    return network;
  }
}
