package org.spiketrain.examples;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.results.Renderer;
import org.spiketrain.spark.Spiketrain;

/** Trains a network of one's own neurons, by a loss of one's own, on the names of Spiketrain's demo. */
public final class TrainNames {
  private TrainNames() {}

  /**
   * Runs all of it.
   *
   * @param args folder for the outputs, and the number of training examples
   */
  public static void main(String[] args) {
    SparkConf conf = Spiketrain.prepare(new SparkConf()).setIfMissing("spark.master", "local[*]");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      System.out.printf("accuracy: %.3f%n", train(spark, args[0], Long.parseLong(args[1])));
    }
  }

  /** Returns the accuracy on the names of the test split. */
  static double train(SparkSession spark, String output, long examples) {
    Experiment experiment =
        Spiketrain.experiment(spark)
            .configuration("conf/names-demo.conf")
            .set("network.stack", "resonate(64, angle = 0.2) | leaky(classes)")
            .set("network.loss", "squared-hinge(3)")
            .set("training.examples", Long.toString(examples))
            .set("output.path", output)
            .renderer(Renderer.NONE)
            .open();
    experiment.preprocess();
    experiment.train();
    return experiment.evaluate().summary().metrics().accuracy();
  }
}
