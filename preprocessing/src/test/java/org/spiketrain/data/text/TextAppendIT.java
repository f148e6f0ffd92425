package org.spiketrain.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameView;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.data.text.TextEncoding.Stored;
import org.spiketrain.data.text.TextFormat.Layout;
import org.spiketrain.data.text.Tokenizer.Tokens;
import org.spiketrain.data.text.VectorSettings.Missing;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.Sentences;

/** Sentences that come after the frames of others were made. */
class TextAppendIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Configuration CONF = new Configuration();
  private static final int SENTENCES = 60;

  @TempDir static Path temp;
  private static Manifest base;

  @BeforeEach
  void makeTheBase() throws IOException {
    if (base == null) {
      StringBuilder lines = new StringBuilder();
      for (int k = 0; k < SENTENCES; k++) {
        lines.append(k % 2 == 0 ? "0 a bad film " : "1 a good film ").append(k).append('\n');
      }
      base =
          settings("base", lines.toString(), "0 a dull film\n1 fun\n")
              .preprocess(SPARK, hadoop("base").toString(), OutputMode.REFUSE_EXISTING, List.of());
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(temp.resolve(name).toString());
  }

  private static TextSettings settings(String name, String train, String test) throws IOException {
    Path input = Files.createDirectory(temp.resolve(name + "-text"));
    if (!train.isEmpty()) {
      Files.writeString(input.resolve("train.txt"), train);
    }
    if (!test.isEmpty()) {
      Files.writeString(input.resolve("test.txt"), test);
    }
    return settings(input, CorpusTable.NONE, Layout.LABELLED_LINES, List.of("test.txt"));
  }

  private static TextSettings settings(
      Path input, CorpusTable table, Layout layout, List<String> test) {
    TextFormat format =
        new TextFormat(layout, "UTF-8", false, "1", "2", TextFormat.Phrases.LEAVE_OUT);
    List<String> train = table.isNamed() ? List.of() : List.of("train.txt");
    TextFiles files =
        new TextFiles(format, train, List.of(), test, List.of("0", "1"), List.of("bad", "good"));
    TextEncoding encoding =
        new TextEncoding(
            new Tokenizer(Tokens.SPACES, true),
            4,
            2,
            0,
            TextEncoding.Words.TRAIN,
            WordNgrams.Settings.NONE,
            new VectorSettings("", VectorSettings.Format.RANDOM, Missing.UNKNOWN, 3, 1),
            Stored.RATES,
            "rate",
            7,
            0.01);
    SplitSettings hash = SplitSettings.hash(0.5, 0.2, 0.3);
    return new TextSettings(input.toString(), table, files, encoding, new TextSplit(hash, 0, 1, 5));
  }

  private static Manifest append(TextSettings settings, String name) {
    return settings.append(
        SPARK, hadoop("base"), hadoop(name).toString(), OutputMode.REFUSE_EXISTING);
  }

  private static List<Row> rows(String name) {
    List<Row> rows = new ArrayList<>();
    for (Split split : Split.values()) {
      rows.addAll(FrameParquet.read(SPARK, hadoop(name).toString(), split.label()).collectAsList());
    }
    return rows;
  }

  @Test
  void framesAreThoseThatAModelOfTheBaseReads() throws IOException {
    Manifest part =
        append(
            settings("part", "1 a good new film today\n0 bad\n2 a film\n1 xyzzy\n", "1 plugh\n"),
            "part");

    assertThat(part.classes()).containsExactly("bad", "good");
    assertThat(part.channels()).isEqualTo(base.channels());
    assertThat(part.corpus().vocabulary()).isEqualTo(base.corpus().vocabulary());
    assertThat(part.rejects()).containsEntry("unknown label", 1L);
    Sentences sentences = base.corpus().sentences(CONF, base, hadoop("base")).orElseThrow();
    assertThat(part.corpus().sentences(CONF, part, hadoop("part")).orElseThrow().vocabulary())
        .isEqualTo(sentences.vocabulary())
        .doesNotContain("new", "today");
    TextEncoder scoring =
        TextEncoder.of(new Tokenizer(Tokens.SPACES, true), sentences, WordNgrams.NONE);
    List<String> texts = new ArrayList<>();
    for (Row row : rows("part")) {
      texts.add(row.getAs("text"));
      scoring
          .read(row.getAs("original"))
          .frames()
          .ifPresent(frames -> assertThat(FrameParquet.example(row).frames()).isEqualTo(frames));
    }
    assertThat(texts).contains("a good new film today", "bad", "plugh").doesNotContain("a film");
    assertThat(FrameParquet.readManifest(CONF, hadoop("part"))).isEqualTo(part);
  }

  @Test
  void aSentencesSplitIsItsOwnAndAFileOfASplitIsThatSplit() throws IOException {
    String known = "0 a bad film 0\n0 a bad film 2\n0 a bad film 4\n1 a good film 1\n";
    Manifest again = append(settings("again", known + known, "0 a bad film 6\n"), "again");
    Map<String, String> splits = new HashMap<>();
    for (String name : List.of("base", "again")) {
      for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
        FrameParquet.read(SPARK, hadoop(name).toString(), split.label())
            .collectAsList()
            .forEach(
                row ->
                    assertThat(splits.merge(row.getAs("text"), split.label(), (a, b) -> a))
                        .isEqualTo(split.label()));
      }
    }
    assertThat(splits).containsValues("train", "validation").hasSize(SENTENCES);
    // The share of test is train's where test has files; sentences that come twice stay.
    assertThat(base.total(Split.TEST)).isEqualTo(2);
    assertThat(again.total(Split.TEST)).isEqualTo(1);
    assertThat(again.total()).isEqualTo(9);
  }

  @Test
  void aViewHasTheVocabularyOfItsFirstMember() throws IOException {
    Manifest part = append(settings("viewed", "1 good\n0 bad\n", ""), "viewed");
    Manifest view =
        FrameView.write(
            SPARK,
            hadoop("view").toString(),
            List.of(hadoop("base"), hadoop("viewed")),
            OutputMode.REFUSE_EXISTING);
    assertThat(view.total()).isEqualTo(base.total() + part.total());
    assertThat(WordTable.read(CONF, hadoop("view"), view).words())
        .isEqualTo(WordTable.read(CONF, hadoop("base"), base).words());
    assertThat(rows("view")).hasSize((int) view.total());
  }

  @Test
  void oneFileIsEnoughAndNothingIsRefused() throws IOException {
    assertThat(append(settings("tests", "", "1 a good film\n"), "tests").total(Split.TEST))
        .isEqualTo(1);
    assertThatThrownBy(() -> append(settings("strange", "7 good\n", ""), "strange"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("no usable sentence of their classes (bad, good)");
    assertThatThrownBy(() -> append(settings("empty", "", ""), "empty"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has none of the files train.txt");
    assertThat(temp.resolve("strange")).doesNotExist();
  }

  @Test
  void appendsRowsOfATable() throws IOException {
    CorpusTable table =
        new CorpusTable(
            new TableSource("csv", "", Map.of("header", "true"), ""), "said", "mood", "", "");
    Path first = temp.resolve("first.csv");
    StringBuilder lines = new StringBuilder("said,mood\n");
    for (int k = 0; k < SENTENCES; k++) {
      lines.append("a film ").append(k).append(',').append(k % 2).append('\n');
    }
    Files.writeString(first, lines);
    settings(first, table, Layout.TSV, List.of())
        .preprocess(SPARK, hadoop("first").toString(), OutputMode.REFUSE_EXISTING, List.of());
    Path second = temp.resolve("second.csv");
    Files.writeString(second, "said,mood\na film 3,1\na film 5,9\n");
    Manifest part =
        settings(second, table, Layout.TSV, List.of())
            .append(
                SPARK, hadoop("first"), hadoop("second").toString(), OutputMode.REFUSE_EXISTING);
    assertThat(part.total("good")).isEqualTo(1);
    assertThat(part.rejects()).isEqualTo(Map.of("unknown label", 1L));
    assertThat(rows("second").get(0).<String>getAs("text")).isEqualTo("a film 3");
  }
}
