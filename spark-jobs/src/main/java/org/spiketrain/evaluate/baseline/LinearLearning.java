package org.spiketrain.evaluate.baseline;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.evaluate.baseline.TextBaseline.Learning;

/**
 * A linear model on the terms of texts.
 *
 * @param weighting what becomes of the terms
 * @param training how it is fitted
 */
record LinearLearning(Weighting weighting, LinearTraining training) implements Learning {
  /** Makes numbers of terms. */
  enum Weighting {
    /** {@link TextFeatures#tfIdf}. */
    TF_IDF,
    /** {@link TextFeatures#presence}. */
    PRESENCE
  }

  @Override
  public TextModel fit(JavaRDD<LabelledText> texts, Reading.Way way, int classes) {
    Vocabulary vocabulary =
        Vocabulary.of(
            texts.map(LabelledText::text), way.terms(), way.least(), TermLimit.of(classes));
    TextFeatures features =
        weighting == Weighting.TF_IDF
            ? TextFeatures.tfIdf(way.terms(), vocabulary)
            : TextFeatures.presence(way.terms(), vocabulary);
    LinearModel model = fit(texts, features, classes, vocabulary.size());
    return text -> model.probabilities(features.of(text));
  }

  /** The features have the vocabulary, which is too large to travel with a task. */
  private LinearModel fit(
      JavaRDD<LabelledText> texts, TextFeatures features, int classes, int columns) {
    Broadcast<TextFeatures> shared =
        JavaSparkContext.fromSparkContext(texts.context()).broadcast(features);
    try {
      return training.fit(
          texts.map(one -> new LabelledRow(one.label(), shared.value().of(one.text()))),
          classes,
          columns);
    } finally {
      shared.destroy();
    }
  }
}
