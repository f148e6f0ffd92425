package org.spiketrain.evaluate.baseline;

import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.evaluate.baseline.TextBaseline.Learning;

/**
 * Multinomial naive Bayes on the terms.
 *
 * @param smoothing what is added to each count
 */
record NaiveBayesLearning(double smoothing) implements Learning {
  @Override
  public TextModel fit(JavaRDD<LabelledText> texts, Reading.Way way, int classes) {
    return texts.aggregate(
            new NGramNaiveBayes(way.terms(), smoothing).new Counts(classes),
            (counts, one) -> counts.add(one.label(), one.text()),
            NGramNaiveBayes.Counts::merge)
        ::probabilities;
  }
}
