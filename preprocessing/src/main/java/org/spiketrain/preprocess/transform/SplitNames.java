package org.spiketrain.preprocess.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * The names that a protocol keeps, each with its place in its class: what decides its split and its
 * number.
 *
 * @param names rows of label, text, original, source, {@code position} (in the protocol's order
 *     within the class, from 0) and {@code reading} (in the order of the file, from 0)
 * @param sizes [classes] split sizes
 * @param duplicatesRemoved names left out because their class had them already
 */
public record SplitNames(Dataset<Row> names, List<SplitSizes> sizes, long duplicatesRemoved) {

  /**
   * Deals out the usable names of {@link NameTable#names()}.
   *
   * @param classes names of the classes, in the order of the labels
   * @param seed decides the stratified protocol's order, together with class and name alone, so
   *     that it depends neither on partitions nor on other names
   */
  public static SplitNames of(
      Dataset<Row> usable, List<String> classes, SplitSettings split, long seed) {
    boolean deduplicate = split.protocol() == SplitProtocol.STRATIFIED;
    Dataset<Row> kept = deduplicate ? withoutDuplicates(usable) : usable;
    long[] before = NameTable.countByClass(usable, classes.size());
    long[] after = deduplicate ? NameTable.countByClass(kept, classes.size()) : before;
    Dataset<Row> placed =
        kept.withColumn("position", place(order(split.protocol(), classes, seed)))
            .withColumn("reading", place(col("line")))
            .drop("line");
    List<SplitSizes> sizes = Arrays.stream(after).mapToObj(split::sizes).toList();
    return new SplitNames(placed, sizes, Arrays.stream(before).sum() - Arrays.stream(after).sum());
  }

  private static Dataset<Row> withoutDuplicates(Dataset<Row> usable) {
    Column occurrence = row_number().over(Window.partitionBy("label", "text").orderBy("line"));
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
      case STRATIFIED -> {
        Column[] names = classes.stream().map(functions::lit).toArray(Column[]::new);
        // The class's name, not its label: a further class must not reshuffle the others.
        Column name = functions.element_at(functions.array(names), col("label").plus(1));
        yield new Column[] {xxhash64(lit(seed), name, col("text")), col("text")};
      }
    };
  }
}
