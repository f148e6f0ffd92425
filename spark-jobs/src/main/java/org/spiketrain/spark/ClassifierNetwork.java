package org.spiketrain.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.model.zoo.ClassPriors;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.score.Answering;
import org.spiketrain.score.Answering.Answer;
import org.spiketrain.score.ScoringModel;

/**
 * The network of a {@link SpikingClassificationModel} and its copies, and the indices that its
 * classes have outside. Executors get it once, by a broadcast.
 */
final class ClassifierNetwork implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] file;
  private final ScoringModel scoring;
  private final ArrayList<String> labels;
  private final ModelProvenance provenance;
  private transient ClassPriors sharedFor;
  private transient Broadcast<Answering> shared;

  private ClassifierNetwork(
      byte[] file, ScoringModel scoring, ModelProvenance provenance, List<String> labels) {
    this.file = file;
    this.scoring = scoring;
    this.provenance = provenance;
    this.labels = new ArrayList<>(labels);
  }

  /**
   * Prepares the scoring of texts.
   *
   * @param labels the names of the classes in the order of their indices, those that the network
   *     does not know among them
   * @param path where the model was read from, for messages
   * @throws org.spiketrain.model.UserErrorException if it does not score texts
   */
  static ClassifierNetwork of(TrainedModel model, List<String> labels, Path path) {
    return new ClassifierNetwork(
        model.toBytes(), ModelFile.ofLines(model, path), model.provenance(), labels);
  }

  /** The model file. */
  byte[] file() {
    return file.clone();
  }

  /** The names of the classes by index. */
  List<String> labels() {
    return labels;
  }

  /**
   * The network on the executors of a session.
   *
   * @param priors for which it answers
   * @throws org.spiketrain.model.UserErrorException if it does not know what they need
   */
  synchronized Broadcast<Answering> on(SparkSession spark, ClassPriors priors) {
    if (shared == null || !shared.isValid() || !priors.equals(sharedFor)) {
      ScoringModel answering =
          new ScoringModel(
              priors.over(
                  scoring.classifier(),
                  provenance.classes(),
                  provenance.priors(),
                  "of the classifier"),
              scoring.classes(),
              scoring.terms(),
              scoring.encoder());
      shared =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .broadcast(new Answering(answering));
      sharedFor = priors;
    }
    return shared;
  }

  /** What answers texts, to be sent to executors without the network. */
  Answers answers() {
    return new Answers(scoring.classes().stream().map(labels::indexOf).toList(), labels.size());
  }

  /**
   * Makes answers as Spark's classifiers give them.
   *
   * @param indices the index of each class of the network
   * @param size number of indices
   */
  record Answers(List<Integer> indices, int size) implements Serializable {
    /** Prediction, probabilities and their logarithms. */
    Row of(Answer answer) {
      float[] known = answer.probabilities();
      double[] probabilities = new double[size];
      double[] logarithms = new double[size];
      Arrays.fill(logarithms, Double.NEGATIVE_INFINITY);
      for (int i = 0; i < known.length; i++) {
        probabilities[indices.get(i)] = known[i];
        logarithms[indices.get(i)] = Math.log(known[i]);
      }
      double best = indices.get(answer.ranked()[0]);
      return RowFactory.create(best, Vectors.dense(probabilities), Vectors.dense(logarithms));
    }

    /** The same of a text that cannot be scored. */
    Row unknown() {
      double[] nothing = new double[size];
      Arrays.fill(nothing, Double.NaN);
      return RowFactory.create((double) size, Vectors.dense(nothing), Vectors.dense(nothing));
    }
  }
}
