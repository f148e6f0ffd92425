package org.spiketrain.benchmarks.rounds;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.array.NativeFloats;

/** dl4j-spark's own parameter averaging, as its documentation starts it. */
record Dl4j(
    MultiLayerNetwork network, JavaRDD<DataSet> minibatches, Settings settings, int batchSize)
    implements Side {
  static final String NAME = "dl4j-spark";

  /** Where a job that is a round has been called from. */
  static final String CALLER = "ParameterAveragingTrainingMaster.processResults(";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int run() {
    // A minibatch is one object of the dataset.
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(settings.workers(), batchSize)
            .batchSizePerWorker(batchSize)
            .averagingFrequency(settings.frequency())
            .saveUpdater(true)
            .workerPrefetchNumBatches(0)
            .repartionData(Repartition.Never)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .storageLevel(StorageLevel.MEMORY_ONLY())
            .collectTrainingStats(false)
            .rngSeed(1)
            .build();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(minibatches.context());
    MultiLayerNetwork start = network.clone();
    start.getLayerWiseConfigurations().setIterationCount(0);
    MultiLayerNetwork trained = new SparkDl4jMultiLayer(context, start, master).fit(minibatches);
    return Arrays.hashCode(NativeFloats.copy(trained.params()));
  }
}
