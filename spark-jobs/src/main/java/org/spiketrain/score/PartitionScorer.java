package org.spiketrain.score;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.spiketrain.score.RowNumbers.NumberedText;

/** Scores the usable names of one partition, one by one, in order. */
final class PartitionScorer implements Iterator<Row> {
  private final LinesModel model;
  private final List<String> files;
  private final RankedRows ranked;
  private final Iterator<NumberedText> names;
  private Optional<Row> ready = Optional.empty();

  /**
   * Begins a partition.
   *
   * @param files what the output calls the files
   * @param names any names; those that cannot be scored are passed over
   */
  PartitionScorer(
      LinesModel model, List<String> files, RankedRows ranked, Iterator<NumberedText> names) {
    this.model = model;
    this.files = files;
    this.ranked = ranked;
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

  private Optional<Row> score(NumberedText name) {
    return name.name()
        .read(model)
        .frames()
        .map(frames -> row(name, model.classifier().probabilitiesOf(frames)));
  }

  private Row row(NumberedText name, float[] probabilities) {
    return ranked.row(
        model, probabilities, files.get(name.name().file()), name.row(), name.name().text());
  }
}
