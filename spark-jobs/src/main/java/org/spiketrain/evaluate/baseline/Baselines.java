package org.spiketrain.evaluate.baseline;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.DataKind;
import org.spiketrain.model.UserErrorException;

/** Which baselines there are. */
public final class Baselines {
  /** Stands for those that suit the kind of data. */
  public static final String AUTO = "auto";

  private static final List<Baseline> ALL = List.of(new Majority());

  private Baselines() {}

  /**
   * The baselines of a kind of data.
   *
   * @param chosen their keys, or {@link #AUTO} alone; none if it is empty
   * @throws UserErrorException if there is none of that key for this kind of data
   */
  public static List<Baseline> of(DataKind kind, List<String> chosen) {
    if (chosen.equals(List.of(AUTO))) {
      return ALL;
    }
    List<Baseline> found = new ArrayList<>();
    for (String key : chosen) {
      found.add(
          ALL.stream()
              .filter(one -> one.key().equals(key))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserErrorException(
                          "evaluation.baselines: there is no '%s' for %s; expected auto, none, or some of %s"
                              .formatted(
                                  key, kind.name(), ALL.stream().map(Baseline::key).toList()))));
    }
    return found;
  }

  /** Always the most frequent class of the training split, of equally frequent ones the lowest. */
  private static final class Majority implements Baseline {
    @Override
    public String key() {
      return "majority";
    }

    @Override
    public String title() {
      return "always the most frequent class";
    }

    @Override
    public FittedBaseline fit(Dataset<Row> train, BaselineTask task) {
      long[] counts = new long[task.classes()];
      train
          .groupBy("label")
          .count()
          .collectAsList()
          .forEach(row -> counts[row.getInt(0)] = row.getLong(1));
      double all = IntStream.range(0, counts.length).mapToLong(c -> counts[c]).sum();
      Column[] shares =
          IntStream.range(0, counts.length)
              .mapToObj(c -> lit(counts[c] / all))
              .toArray(Column[]::new);
      return (rows, column) -> rows.withColumn(column, array(shares));
    }
  }
}
