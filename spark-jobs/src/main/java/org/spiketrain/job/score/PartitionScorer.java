package org.spiketrain.job.score;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.spiketrain.model.metrics.TopClasses;

/** Scores the usable names of one partition, one by one, in order. */
final class PartitionScorer implements Iterator<Row> {
  private final ScoringModel model;
  private final Usability usability;
  private final List<String> files;
  private final int top;
  private final Iterator<NumberedName> names;
  private Optional<Row> ready = Optional.empty();

  /**
   * Begins a partition.
   *
   * @param files what the output calls the files
   * @param top number of classes for each name, at most as many as there are
   * @param names any names; those that cannot be scored are passed over
   */
  PartitionScorer(ScoringModel model, List<String> files, int top, Iterator<NumberedName> names) {
    this.model = model;
    this.usability = new Usability(model.letters());
    this.files = files;
    this.top = top;
    this.names = names;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && names.hasNext()) {
      ready = score(names.next());
    }
    return ready.isPresent();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more names in this partition");
    }
    Row row = ready.orElseThrow();
    ready = Optional.empty();
    return row;
  }

  private Optional<Row> score(NumberedName name) {
    String letters = usability.usable(name.name());
    return letters.isEmpty()
        ? Optional.empty()
        : Optional.of(
            row(name, model.classifier().probabilitiesOf(model.letters().encode(letters))));
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
