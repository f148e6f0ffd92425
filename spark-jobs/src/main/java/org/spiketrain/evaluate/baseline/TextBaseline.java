package org.spiketrain.evaluate.baseline;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A baseline on the texts of names or sentences.
 *
 * @param isBalanced whether it takes the classes for equally frequent
 * @param reading what it reads of them
 * @param learning how it learns
 */
record TextBaseline(
    String key, String title, boolean isBalanced, Reading reading, Learning learning)
    implements Baseline {
  /** Learns from labelled texts. */
  @FunctionalInterface
  interface Learning {
    /**
     * Fits a model.
     *
     * @param texts in memory, to be read as often as is needed
     */
    TextModel fit(JavaRDD<LabelledText> texts, Reading.Way way, int classes);
  }

  @Override
  public FittedBaseline fit(Dataset<Row> train, BaselineTask task) {
    Reading.Way way = reading.of(task.manifest());
    JavaRDD<LabelledText> texts =
        LabelledText.of(train, task, way.column()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return learning.fit(texts, way, task.classes()).reading(way.column());
    } finally {
      texts.unpersist();
    }
  }
}
