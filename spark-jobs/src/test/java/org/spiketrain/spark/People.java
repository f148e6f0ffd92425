package org.spiketrain.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Some of the surnames that come with Spiketrain, as a table, and a quick training on them. */
public final class People {
  /** The most frequent one is not the first. */
  private static final List<String> LANGUAGES = List.of("Greek", "Japanese", "Russian");

  private static final StructType COLUMNS =
      StructType.fromDDL("nr LONG, surname STRING, language STRING, checks BOOLEAN");

  private People() {}

  /** 60 Greek names, 80 Japanese and 70 Russian ones; every fifth row checks. */
  public static Dataset<Row> table(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    int[] numbers = {60, 80, 70};
    for (int i = 0; i < numbers.length; i++) {
      String language = LANGUAGES.get(i);
      for (String name : names(language).subList(0, numbers[i])) {
        long nr = rows.size();
        rows.add(RowFactory.create(nr, name, language, nr % 5 == 0));
      }
    }
    return spark.createDataFrame(rows, COLUMNS);
  }

  private static List<String> names(String language) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                People.class.getResourceAsStream("/surnames/%s.txt".formatted(language)),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String[] settings() {
    return new String[] {
      "network.stack=spiking-lstm(8) | readout(mean)",
      "data.names.ngrams=2",
      "training.workers=1",
      "training.averaging-frequency=5"
    };
  }

  public static SpikingClassifier classifier() {
    return new SpikingClassifier()
        .setRecipe("conf/names-demo.conf")
        .setSettings(settings())
        .setExamples(600)
        .setLearningRate(0.02)
        .setInputCol("surname")
        .setLabelCol("language")
        .setIdCol("nr");
  }
}
