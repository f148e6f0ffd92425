package org.spiketrain.benchmarks.rounds;

import java.nio.file.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.spark.Spiketrain;

/**
 * What all sides share: a network, and minibatches of the same examples.
 *
 * @param experiment of Spiketrain, with frames
 * @param network of the same configuration
 */
record Experiments(
    Settings settings,
    Experiment experiment,
    MultiLayerNetwork network,
    JavaRDD<DataSet> minibatches) {
  static Experiments prepare(SparkSession spark, Settings settings, Path folder) {
    int batchSize = batchSize(open(spark, settings, folder, 1));
    long examples =
        (long) settings.rounds() * settings.workers() * settings.frequency() * batchSize;
    Experiment experiment = open(spark, settings, folder, examples);
    Manifest manifest = experiment.preprocess();
    experiment.train();
    // The model file has the network with its updater, as anybody who uses DL4J would have it.
    MultiLayerNetwork network =
        ModelFile.read(experiment.hadoop(), experiment.layout().model()).network();
    Dataset<Row> train =
        FrameParquet.read(spark, experiment.frames().toString(), manifest, Split.TRAIN.label());
    JavaRDD<DataSet> minibatches =
        Minibatches.of(FrameParquet.examples(train), manifest, settings, batchSize);
    return new Experiments(settings, experiment, network, minibatches);
  }

  Compute compute() {
    return new Compute(network, minibatches, settings);
  }

  Side ours() {
    return new Ours(experiment);
  }

  Side dl4j() {
    return new Dl4j(network, minibatches, settings, batchSize(experiment));
  }

  private static int batchSize(Experiment experiment) {
    return experiment.config().training().settings().rounds().batchSize();
  }

  private static Experiment open(
      SparkSession spark, Settings settings, Path folder, long examples) {
    Spiketrain description =
        Spiketrain.experiment(spark)
            .configuration(settings.configuration())
            .set("output.path", folder.resolve("run").toString())
            .set("output.overwrite", "true")
            .set("training.workers", Integer.toString(settings.workers()))
            .set("training.averaging-frequency", Integer.toString(settings.frequency()))
            .set("training.examples", Long.toString(examples))
            // dl4j-spark averages plainly.
            .set("training.outer-momentum", "0")
            .set("training.outer-learning-rate", "1")
            .set("training.parameter-decay", "0")
            .set("training.averaging-warmup", "0")
            .set("training.averaging-growth", "1")
            // Its minibatches are made beforehand.
            .set("training.augmentation.drop", "0")
            // Nothing but rounds.
            .set("training.patience", "0")
            .set("training.keep", "last")
            .set("training.evaluate-every", "1000000000")
            .set("training.checkpoint-every", "1000000000");
    settings.data().ifPresent(data -> description.set("data.path", data));
    return description.open();
  }
}
