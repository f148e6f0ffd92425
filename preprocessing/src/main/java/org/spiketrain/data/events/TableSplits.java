package org.spiketrain.data.events;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.data.ClassLabels;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.SplitSizes;
import org.spiketrain.data.events.TableRow.Facts;
import org.spiketrain.data.table.LabelledRow;

/** Assigns the rows of a table to classes and splits, and numbers them. */
final class TableSplits {
  private TableSplits() {}

  /**
   * A row with its class and split.
   *
   * @param label class; -1 where there is none
   * @param part number of the split; {@link #NONE} where there is none
   * @param id number of the example; those of a split follow each other, and those that are set
   *     aside have one too, as in files
   */
  record Assigned(Facts facts, int label, int part, long id) implements Serializable {
    private static final List<Split> SPLITS = List.of(Split.values());
    static final int NONE = SPLITS.size();
    private static final int BITS_OF_A_SPLIT = 60;

    static int part(Split split) {
      return SPLITS.indexOf(split);
    }

    Split split() {
      return SPLITS.get(part);
    }

    private long order() {
      return (long) part << BITS_OF_A_SPLIT | facts.row().number();
    }

    private Assigned withId(long number) {
      return new Assigned(facts, label, part, number);
    }
  }

  /** A row's place in the order in which its class is dealt. */
  private record Card(int label, long order, Facts facts)
      implements Serializable, Comparable<Card> {
    private static final Comparator<Card> ORDER =
        Comparator.comparingInt(Card::label)
            .thenComparingLong(Card::order)
            .thenComparingLong(card -> card.facts.row().number());

    @Override
    public int compareTo(Card other) {
      return ORDER.compare(this, other);
    }
  }

  /** All rows, those of one split after those of another, in the order of the corpus. */
  static JavaRDD<Assigned> assign(
      JavaRDD<Facts> rows, ClassLabels labels, RecordingTable settings) {
    Map<String, Integer> numbers = new HashMap<>(labels.numbers());
    JavaRDD<Facts> known =
        rows.map(
            row ->
                row.usable() && !numbers.containsKey(row.row().label())
                    ? row.withFault(LabelledRow.UNKNOWN_LABEL)
                    : row);
    JavaRDD<Assigned> assigned =
        settings.isDealt()
            ? dealt(known.filter(Facts::usable), numbers, settings)
                .union(known.filter(row -> !row.usable()).map(TableSplits::setAside))
            : known.map(row -> ofColumn(row, numbers));
    return assigned
        .sortBy(Assigned::order, true, Math.max(1, rows.getNumPartitions()))
        .zipWithIndex()
        .map(row -> row._1().withId(row._2()));
  }

  private static Assigned setAside(Facts row) {
    return new Assigned(row, -1, Assigned.NONE, 0);
  }

  private static Assigned ofColumn(Facts row, Map<String, Integer> labels) {
    int part = row.row().part().map(Assigned::part).orElse(Assigned.NONE);
    return new Assigned(row, labels.getOrDefault(row.row().label(), -1), part, 0);
  }

  private static JavaRDD<Assigned> dealt(
      JavaRDD<Facts> usable, Map<String, Integer> labels, RecordingTable settings) {
    return settings.split().protocol() == SplitProtocol.HASH
        ? hashed(usable, labels, settings.split(), settings.seed())
        : dealtByClass(usable, labels, settings);
  }

  /** Each by its id or, where rows have none, its events. */
  private static JavaRDD<Assigned> hashed(
      JavaRDD<Facts> usable, Map<String, Integer> labels, SplitSettings split, long seed) {
    return usable.map(
        row -> {
          String id = row.row().id();
          Split part = split.hashed(seed, id.isEmpty() ? Long.toHexString(row.content()) : id);
          return new Assigned(row, labels.get(row.row().label()), Assigned.part(part), 0);
        });
  }

  private static JavaRDD<Assigned> dealtByClass(
      JavaRDD<Facts> usable, Map<String, Integer> labels, RecordingTable settings) {
    boolean shuffled = settings.split().protocol() == SplitProtocol.STRATIFIED;
    long seed = settings.seed();
    Map<String, Long> counts = usable.map(row -> row.row().label()).countByValue();
    List<SplitSizes> sizes = new ArrayList<>();
    long[] first = new long[labels.size() + 1];
    labels.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(label -> counts.getOrDefault(label.getKey(), 0L))
        .forEach(
            count -> {
              sizes.add(settings.split().sizes(count));
              first[sizes.size()] = first[sizes.size() - 1] + count;
            });
    return usable
        .map(row -> card(row, labels.get(row.row().label()), shuffled, seed))
        .sortBy(card -> card, true, Math.max(1, usable.getNumPartitions()))
        .zipWithIndex()
        .map(
            card -> {
              int label = card._1().label();
              Split split = sizes.get(label).splitAt(card._2() - first[label]);
              return new Assigned(card._1().facts(), label, Assigned.part(split), 0);
            });
  }

  private static Card card(Facts row, int label, boolean shuffled, long seed) {
    // The class's label, not its number: a further class must not reshuffle the others.
    String text = seed + "\n" + row.row().label() + "\n" + row.content();
    long order = shuffled ? ByteBuffer.wrap(DigestUtils.sha256(text)).getLong() : 0;
    return new Card(label, order, row);
  }
}
