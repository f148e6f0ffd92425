package org.spiketrain.data.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.model.encode.Folding;
import org.spiketrain.model.encode.LetterEncoder.Boundaries;
import org.spiketrain.model.encode.LetterEncoder.Settings;

class NgramVocabularyIT {
  private static final List<String> TEXTS = List.of("anna", "bo", "anna", "ba");

  private static JavaRDD<String> texts(int partitions) {
    var context = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    return context.parallelize(TEXTS, partitions);
  }

  private static List<String> vocabulary(int ngrams, int minimumCount, int partitions) {
    Settings settings =
        new Settings(
            "abno", Folding.NONE, false, Boundaries.MARKED, 0, ngrams, minimumCount, List.of("zz"));
    return SplitNames.withNgrams(settings, texts(partitions)).vocabulary();
  }

  @Test
  void keepsTheNgramsThatOccurOftenEnough() {
    assertThat(vocabulary(2, 3, 2)).containsExactly("a\u0003");
    assertThat(vocabulary(2, 2, 2))
        .containsExactly("\u0002a", "\u0002b", "a\u0003", "an", "na", "nn");
  }

  @Test
  void doesNotDependOnThePartitions() {
    assertThat(vocabulary(4, 1, 1)).isEqualTo(vocabulary(4, 1, 3)).contains("anna", "bo\u0003");
  }

  @Test
  void isEmptyWithoutNgrams() {
    assertThat(vocabulary(1, 1, 1)).isEmpty();
  }
}
