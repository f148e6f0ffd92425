package org.spiketrain.data.names;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.SplitSizes;
import org.spiketrain.model.encode.LetterEncoder;
import scala.Tuple2;

/**
 * The names that a protocol keeps, each with its position in its class, which determines its split
 * and its number.
 *
 * @param names rows of label, text, original, source, weight, {@code position} (in the protocol's
 *     order within the class, from 0) and {@code reading} (in the order of the file, from 0)
 * @param sizes [classes] split sizes
 * @param duplicatesRemoved names left out because their class had them already
 */
record SplitNames(Dataset<Row> names, List<SplitSizes> sizes, long duplicatesRemoved) {
  /**
   * Assigns to splits the usable names of {@link NameTable#names()}, but where they have one each.
   * The seed decides the stratified protocol's order together with class and name alone, so that it
   * depends neither on partitions nor on other names.
   */
  static SplitNames of(
      NameTable table,
      NameTable.Counts counts,
      List<String> classes,
      SplitSettings split,
      long seed) {
    Dataset<Row> usable = table.names();
    boolean deduplicate =
        split.protocol() == SplitProtocol.STRATIFIED || split.protocol() == SplitProtocol.HASH;
    Dataset<Row> kept = deduplicate ? withoutDuplicates(usable) : usable;
    List<Long> keptCounts = deduplicate ? counts.differentNames() : counts.names();
    Dataset<Row> placed =
        kept.withColumn("position", place(order(split.protocol(), classes, seed)))
            .withColumn("reading", place(col("line")))
            .drop("line", "split");
    List<SplitSizes> sizes =
        hasOwn(split.protocol())
            ? NameTable.splits(kept, classes.size())
            : keptCounts.stream().map(split::sizes).toList();
    return new SplitNames(placed, sizes, sum(counts.names()) - sum(keptCounts));
  }

  /** Returns whether every name has its split, whatever others there are. */
  private static boolean hasOwn(SplitProtocol protocol) {
    return protocol == SplitProtocol.HASH || protocol == SplitProtocol.COLUMN;
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** The normalised names that train, but those that weigh nothing, in no particular order. */
  JavaRDD<String> trainTexts() {
    // A plain list of the driver's own: the record itself holds a Dataset, which cannot travel.
    List<SplitSizes> ofClass = List.copyOf(sizes);
    return names
        .filter(col("weight").gt(0))
        .select("label", "position", "text")
        .javaRDD()
        .filter(row -> ofClass.get(row.getInt(0)).splitAt(row.getInt(1)) == Split.TRAIN)
        .map(row -> row.getString(2));
  }

  /**
   * The settings with the n-grams that occur at least {@code ngramMinimumCount} times, sorted, in
   * place of any vocabulary that was there; duplicates count each time. The result does not depend
   * on the partitions.
   */
  static LetterEncoder.Settings withNgrams(LetterEncoder.Settings settings, JavaRDD<String> texts) {
    if (settings.ngrams() == 1) {
      return settings.withVocabulary(List.of());
    }
    long minimum = settings.ngramMinimumCount();
    List<String> frequent =
        texts
            .flatMap(text -> settings.ngramsOf(text).iterator())
            .mapToPair(ngram -> new Tuple2<>(ngram, 1L))
            .reduceByKey(Long::sum)
            .filter(counted -> counted._2() >= minimum)
            .keys()
            .collect();
    return settings.withVocabulary(frequent.stream().sorted(LetterEncoder.NGRAM_ORDER).toList());
  }

  /** Of names that a class has several times the one that weighs most stays, or the first. */
  private static Dataset<Row> withoutDuplicates(Dataset<Row> usable) {
    Column occurrence =
        row_number()
            .over(Window.partitionBy("label", "text").orderBy(col("weight").desc(), col("line")));
    return usable
        .withColumn("occurrence", occurrence)
        .filter(col("occurrence").equalTo(1))
        .drop("occurrence");
  }

  private static Column place(Column... order) {
    return row_number().over(Window.partitionBy("label").orderBy(order)).minus(1);
  }

  private static Column[] order(SplitProtocol protocol, List<String> classes, long seed) {
    return switch (protocol) {
      case TUTORIAL -> new Column[] {col("line")};
      case HASH, COLUMN -> {
        Column test = col("split").equalTo(Split.TEST.label());
        Column train = col("split").equalTo(Split.TRAIN.label());
        yield new Column[] {test, functions.not(train), col("line")};
      }
      case STRATIFIED -> {
        Column[] names = classes.stream().map(functions::lit).toArray(Column[]::new);
        // The class's name, not its label: a further class must not reshuffle the others.
        Column name = functions.element_at(functions.array(names), col("label").plus(1));
        yield new Column[] {xxhash64(lit(seed), name, col("text")), col("text")};
      }
    };
  }
}
