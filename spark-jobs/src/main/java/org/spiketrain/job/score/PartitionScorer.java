package org.spiketrain.job.score;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.LengthSortedClassifier;

/**
 * Scores the usable names of one partition, chunk by chunk, in order. A chunk is large enough that
 * minibatches of equally long names are found in it.
 */
final class PartitionScorer implements Iterator<Row> {
  static final int CHUNK = 4096;
  static final int BATCH = 256;

  private final ScoringModel model;
  private final FrameClassifier classifier;
  private final List<String> files;
  private final int top;
  private final Iterator<NumberedName> names;
  private Iterator<Row> scored = List.<Row>of().iterator();

  /**
   * Begins a partition.
   *
   * @param files what the output calls the files
   * @param top number of classes for each name, at most as many as there are
   * @param names any names; those that cannot be scored are passed over
   */
  PartitionScorer(ScoringModel model, List<String> files, int top, Iterator<NumberedName> names) {
    this.model = model;
    this.classifier = new LengthSortedClassifier(model.classifier().open(), BATCH);
    this.files = files;
    this.top = top;
    this.names = names;
  }

  @Override
  public boolean hasNext() {
    while (!scored.hasNext() && names.hasNext()) {
      scored = scoreChunk();
    }
    return scored.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more names in this partition");
    }
    return scored.next();
  }

  private Iterator<Row> scoreChunk() {
    List<NumberedName> chunk = new ArrayList<>(CHUNK);
    List<SpikeFrames> frames = new ArrayList<>(CHUNK);
    while (chunk.size() < CHUNK && names.hasNext()) {
      NumberedName name = names.next();
      String letters =
          name.name().problem().isEmpty() ? model.letters().normalise(name.name().text()) : "";
      if (!letters.isEmpty()) {
        chunk.add(name);
        frames.add(model.letters().encode(letters));
      }
    }
    float[][] probabilities = classifier.probabilities(frames);
    List<Row> rows = new ArrayList<>(chunk.size());
    for (int i = 0; i < chunk.size(); i++) {
      rows.add(row(chunk.get(i), probabilities[i]));
    }
    return rows.iterator();
  }

  private Row row(NumberedName name, float[] probabilities) {
    Object[] fields = new Object[3 + 2 * top];
    fields[0] = files.get(name.name().file());
    fields[1] = name.row();
    fields[2] = name.name().text();
    int at = 3;
    for (int label : TopClasses.of(probabilities, top)) {
      fields[at++] = model.classes().get(label);
      fields[at++] = probabilities[label];
    }
    return RowFactory.create(fields);
  }
}
