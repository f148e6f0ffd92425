package org.spiketrain.data.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.encode.LetterEncoder;

/** Names whose split nothing but themselves decides. */
class HashSplitNamesIT {
  private static final SplitSettings HASH = SplitSettings.hash(0.6, 0.2, 0.2);
  private static final long SEED = 7;

  @TempDir Path temp;

  private static List<String> names(String start, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            k ->
                start
                    + Integer.toString(k, 26)
                        .chars()
                        .map(c -> c < 'a' ? c - '0' + 'a' : c + 10)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
        .toList();
  }

  private Manifest frames(String name, Map<String, List<String>> classes) throws IOException {
    Path input = Files.createDirectory(temp.resolve(name + "-names"));
    for (var one : classes.entrySet()) {
      Files.write(input.resolve(one.getKey() + ".txt"), one.getValue());
    }
    return new NamesSettings(input.toString(), LetterEncoder.Settings.tutorial(), HASH, SEED)
        .preprocess(
            LocalSpark.session(),
            temp.resolve(name).toString(),
            OutputMode.REFUSE_EXISTING,
            List.of());
  }

  /** Split of each text of each class. */
  private Map<String, String> splits(String name) {
    Map<String, String> splits = new HashMap<>();
    for (Split split : Split.values()) {
      List<Row> rows =
          FrameParquet.read(LocalSpark.session(), temp.resolve(name).toString(), split.label())
              .collectAsList();
      rows.forEach(
          row -> {
            String key = row.getAs("label") + " " + row.getAs("text");
            assertThat(splits.put(key, split.label())).isNull();
          });
    }
    return splits;
  }

  @Test
  void furtherNamesAndClassesMoveNobody() throws IOException {
    List<String> norse = names("Ask", 40);
    List<String> welsh = Stream.concat(names("Rhys", 40).stream(), Stream.of("Aska")).toList();
    Manifest few = frames("few", Map.of("Norse", norse, "Welsh", welsh));
    List<String> more =
        Stream.of(names("Sif", 30), norse, norse.subList(0, 5)).flatMap(List::stream).toList();
    Manifest many = frames("many", Map.of("Norse", more, "Welsh", welsh, "Zulu", names("Ask", 20)));

    Map<String, String> before = splits("few");
    Map<String, String> after = splits("many");
    assertThat(after).containsAllEntriesOf(before);
    assertThat(before).hasSize(81).containsValues("train", "validation", "test");
    // The class is no part of it: a name of two classes is never both learnt and tested.
    assertThat(after.get("2 Aska")).isEqualTo(after.get("0 Aska")).isEqualTo(after.get("1 Aska"));
    assertThat(many.corpus(NamesCorpus.class).duplicatesRemoved()).isEqualTo(5);
    assertThat(many.total("Norse")).isEqualTo(70);
    assertThat(few.total(Split.TEST))
        .isEqualTo(before.values().stream().filter("test"::equals).count());
    before.forEach(
        (key, split) -> assertThat(HASH.hashed(SEED, key.substring(2)).label()).isEqualTo(split));
  }
}
