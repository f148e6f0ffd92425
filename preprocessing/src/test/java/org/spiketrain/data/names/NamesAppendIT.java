package org.spiketrain.data.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.Folding;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.encode.LetterEncoder.Boundaries;

/** Names that come after the frames of others were made. */
class NamesAppendIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final SplitSettings HASH = SplitSettings.hash(0.6, 0.2, 0.2);
  private static final LetterEncoder.Settings BIGRAMS =
      new LetterEncoder.Settings(
          LetterEncoder.Settings.tutorial().letters(),
          Folding.NONE,
          false,
          Boundaries.NONE,
          0,
          2,
          2,
          List.of());

  @TempDir static Path temp;
  private static Manifest base;

  @BeforeEach
  void makeTheBase() throws IOException {
    if (base == null) {
      Map<String, String> names = new LinkedHashMap<>();
      names.put("Norse", "Ask\nAskr\nEmbla\nEmblan\nSif\nSifa\nTyr\nTyra\n");
      names.put("Welsh", "Rhys\nRhysa\nBran\nBrana\nLlyr\nLlyra\nSif\n");
      base = preprocess(names, "base");
    }
  }

  private static NamesSettings settings(Map<String, String> files, String name) throws IOException {
    Path input = Files.createDirectory(temp.resolve(name + "-names"));
    for (var file : files.entrySet()) {
      Files.writeString(input.resolve(file.getKey() + ".txt"), file.getValue());
    }
    return new NamesSettings(input.toString(), BIGRAMS, HASH, 7);
  }

  private static Manifest preprocess(Map<String, String> files, String name) throws IOException {
    return settings(files, name)
        .preprocess(SPARK, temp.resolve(name).toString(), OutputMode.REFUSE_EXISTING, List.of());
  }

  private static Manifest append(NamesSettings settings, String name) {
    return settings.append(
        SPARK,
        new org.apache.hadoop.fs.Path(temp.resolve("base").toString()),
        temp.resolve(name).toString(),
        OutputMode.REFUSE_EXISTING);
  }

  private static Manifest append(Map<String, String> files, String name) throws IOException {
    return append(settings(files, name), name);
  }

  private static List<Row> rows(String name) {
    List<Row> rows = new ArrayList<>();
    for (Split split : Split.values()) {
      rows.addAll(
          FrameParquet.read(SPARK, temp.resolve(name).toString(), split.label()).collectAsList());
    }
    return rows;
  }

  @Test
  void framesAreThoseThatTheBasesEncoderMakes() throws IOException {
    Manifest part =
        append(Map.of("Welsh", "Rhys\nRhydderch\nRhydderch\n\n", "Norse", "Ymir\n"), "part");

    assertThat(part.classes()).isEqualTo(base.classes());
    assertThat(part.channels()).isEqualTo(base.channels());
    assertThat(part.total("Welsh")).isEqualTo(2);
    assertThat(part.total("Norse")).isEqualTo(1);
    assertThat(part.rejects()).isEmpty();
    assertThat(part.corpus().encoderEntry()).isEqualTo(base.corpus().encoderEntry());
    NamesEncoder scoring =
        (NamesEncoder) new NamesKind().encoder(base.corpus().encoderEntry(), null);
    List<Row> rows = rows("part");
    assertThat(rows).hasSize(3);
    for (Row row : rows) {
      assertThat(FrameParquet.example(row).frames())
          .isEqualTo(scoring.read(row.getAs("original")).frames().orElseThrow());
    }
    assertThat(
            FrameParquet.readManifest(
                new Configuration(),
                new org.apache.hadoop.fs.Path(temp.resolve("part").toString())))
        .isEqualTo(part);
  }

  @Test
  void aNameThatComesAgainIsInTheSameSplit() throws IOException {
    append(Map.of("Norse", "Rhys\nTyr\nEmbla\nEmblan\n", "Welsh", "Ask\nBran\nLlyr\n"), "again");
    Map<String, String> splits = new LinkedHashMap<>();
    for (String folder : List.of("base", "again")) {
      for (Split split : Split.values()) {
        FrameParquet.read(SPARK, temp.resolve(folder).toString(), split.label())
            .collectAsList()
            .forEach(
                row ->
                    assertThat(splits.merge(row.getAs("text"), split.label(), (a, b) -> b))
                        .isEqualTo(HASH.hashed(7, row.getAs("text")).label()));
      }
    }
  }

  @Test
  void namesOfAnUnknownClassAreSetAside() throws IOException {
    Manifest part = append(Map.of("Zulu", "Shaka\nCetshwayo\n", "Norse", "Ymir\n\n1\n"), "zulu");

    assertThat(part.classes()).containsExactly("Norse", "Welsh");
    assertThat(part.total()).isEqualTo(1);
    assertThat(part.rejects())
        .isEqualTo(Map.of("unknown label", 2L, "empty line", 1L, "no usable letter", 1L));
    assertThat(
            SPARK
                .read()
                .option("header", true)
                .csv(temp.resolve("zulu/_rejects").toString())
                .where("reason = 'unknown label'")
                .collectAsList()
                .stream()
                .map(Row::mkString))
        .containsExactly("Zulu.txt1Shakaunknown label", "Zulu.txt2Cetshwayounknown label");
  }

  @Test
  void oneFileOfOneClassIsEnoughAndOthersMayBeEmpty() throws IOException {
    Manifest part = append(Map.of("Welsh", "Bran\n", "Norse", "\n"), "one");
    assertThat(part.total("Norse")).isZero();
    assertThat(part.total("Welsh")).isEqualTo(1);
    assertThat(part.framesFingerprint()).isNotEqualTo(base.framesFingerprint());
  }

  @Test
  void refusesWhatGivesNothing() {
    assertThatThrownBy(() -> append(Map.of("Zulu", "Shaka\n", "Norse", "1\n"), "none"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Nothing of")
        .hasMessageContaining("no usable name of their classes (Norse, Welsh)");
    assertThat(temp.resolve("none")).doesNotExist();
  }

  @Test
  void refusesOtherSettingsThanTheBases() throws IOException {
    NamesSettings own = settings(Map.of("Norse", "Ymir\n"), "other");
    NamesSettings other = new NamesSettings(own.path(), LetterEncoder.Settings.tutorial(), HASH, 7);
    assertThatThrownBy(() -> append(other, "other"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.names.ngrams 2 instead of 1");
    assertThatThrownBy(() -> append(own, "base")).hasMessageContaining("would replace");
  }

  @Test
  void appendsRowsOfATable() throws IOException {
    Path rows = temp.resolve("rows.csv");
    Files.writeString(rows, "name,tongue\nYmir,Norse\nShaka,Zulu\nNobody,\n");
    CorpusTable table =
        new CorpusTable(
            new TableSource("csv", "", Map.of("header", "true"), ""), "name", "tongue", "", "");
    NamesSettings settings = new NamesSettings(rows.toString(), table, BIGRAMS, HASH, 7);
    assertThatThrownBy(() -> append(settings, "table"))
        .hasMessageContaining("data.source.text (none) instead of name");

    Path first = temp.resolve("first.csv");
    Files.writeString(first, "name,tongue\nAsk,Norse\nEmbla,Norse\nRhys,Welsh\nBran,Welsh\n");
    new NamesSettings(first.toString(), table, BIGRAMS, HASH, 7)
        .preprocess(SPARK, temp.resolve("first").toString(), OutputMode.REFUSE_EXISTING, List.of());
    Manifest part =
        settings.append(
            SPARK,
            new org.apache.hadoop.fs.Path(temp.resolve("first").toString()),
            temp.resolve("table").toString(),
            OutputMode.REFUSE_EXISTING);
    assertThat(part.total("Norse")).isEqualTo(1);
    assertThat(part.rejects()).isEqualTo(Map.of("unknown label", 1L, "empty label", 1L));
  }
}
