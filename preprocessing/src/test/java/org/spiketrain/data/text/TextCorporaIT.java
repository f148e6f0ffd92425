package org.spiketrain.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.text.TextFormat.Layout;
import org.spiketrain.data.text.TextFormat.Phrases;
import org.spiketrain.data.text.Tokenizer.Tokens;

/** The published sets of labelled sentences, with the numbers that are known of them. */
class TextCorporaIT {
  private static final String ENGLISH = "vectors/glove.6B.50d.subset.txt.gz";
  private static final String CHINESE = "vectors/tencent.char.200d.subset.txt.gz";
  private static final TextSplit TRAIN_ALL =
      new TextSplit(SplitSettings.stratified(1, 0, 0), 0, 1, 1);

  private static SparkSession spark;
  private static Path data;

  @TempDir private Path temp;

  @BeforeAll
  static void findCorpora() {
    Optional<Path> found = Optional.ofNullable(System.getenv("SPIKETRAIN_DATA")).map(Path::of);
    String skipped =
        "Skipped: tests on labelled sentences need SPIKETRAIN_DATA, a folder that holds mr/, subj/,"
            + " sst/, sst2-glue/, chnsenti/, waimai/, kaggle-movie-reviews/ and vectors/";
    boolean present = found.filter(folder -> Files.isDirectory(folder.resolve("mr"))).isPresent();
    if (!present) {
      System.out.println(skipped);
    }
    assumeTrue(present, skipped);
    data = found.orElseThrow();
    spark = LocalSpark.session();
  }

  private static TextFormat lines(Layout layout, String charset) {
    return new TextFormat(layout, charset, true, "", "", Phrases.LEAVE_OUT);
  }

  private static TextFormat table(Layout layout, String label, String text) {
    return new TextFormat(layout, "UTF-8", !label.equals("2"), label, text, Phrases.LEAVE_OUT);
  }

  private static TextFiles files(TextFormat format, String... trainValidationTest) {
    List<List<String>> files =
        Arrays.stream(trainValidationTest).map(names -> List.of(names.split(",", -1))).toList();
    return new TextFiles(
        format,
        files.get(0),
        files.size() > 1 ? files.get(1) : List.of(),
        files.size() > 2 ? files.get(2) : List.of(),
        List.of(),
        List.of());
  }

  private Manifest run(String folder, TextFiles files, Tokens tokens, TextSplit split) {
    String vectors = tokens == Tokens.CHINESE_CHARACTERS ? CHINESE : ENGLISH;
    TextEncoding encoding =
        new TextEncoding(
            new Tokenizer(tokens, true),
            40,
            1,
            0,
            TextEncoding.Words.CORPUS,
            WordNgrams.Settings.NONE,
            new VectorSettings(
                data.resolve(vectors).toString(),
                VectorSettings.Format.TEXT,
                VectorSettings.Missing.RANDOM,
                1,
                1),
            TextEncoding.Stored.RATES,
            "rate",
            50,
            0.01);
    return TextPreprocessor.run(
        spark,
        new TextSettings(data.resolve(folder).toString(), files, encoding, split),
        temp.resolve("frames").toString(),
        OutputMode.OVERWRITE,
        List.of());
  }

  private Manifest run(String folder, TextFiles files) {
    return run(folder, files, Tokens.SPACES, TRAIN_ALL);
  }

  private static List<Long> ofSplit(Manifest manifest, Split split) {
    return manifest.classes().stream()
        .map(name -> manifest.counts().get(name).get(split.label()))
        .toList();
  }

  @Test
  void movieReviewsAreTenThousandLinesOfWindows1252() {
    TextFormat format = lines(Layout.POLARITY_FILES, "windows-1252");
    TextSplit fold = new TextSplit(SplitSettings.stratified(0.8, 0.1, 0.1), 10, 3, 1);
    Manifest manifest =
        run("mr", files(format, "rt-polarity.neg,rt-polarity.pos"), Tokens.SPACES, fold);
    assertThat(manifest.total()).isEqualTo(10_662);
    assertThat(ofSplit(manifest, Split.TEST)).containsExactly(533L, 533L);
    assertThat(manifest.rejects()).isEmpty();
    assertThat(manifest.corpus(TextCorpus.class).words().dimensions()).isEqualTo(50);
    assertThat(manifest.corpus(TextCorpus.class).sentences().longest()).isBetween(55L, 62L);
  }

  @Test
  void subjectivityHasFiveThousandOfEach() {
    TextFormat format = lines(Layout.POLARITY_FILES, "windows-1252");
    Manifest manifest = run("subj", files(format, "plot.tok.gt9.5000,quote.tok.gt9.5000"));
    assertThat(ofSplit(manifest, Split.TRAIN)).containsExactly(5_000L, 5_000L);
    assertThat(manifest.rejects()).isEmpty();
  }

  @Test
  void theTreebankHasItsCounts() {
    TextFormat format = lines(Layout.LABELLED_LINES, "UTF-8");
    Manifest fine = run("sst", files(format, "stsa.fine.train", "stsa.fine.dev", "stsa.fine.test"));
    assertThat(ofSplit(fine, Split.TRAIN)).containsExactly(1092L, 2218L, 1624L, 2322L, 1288L);
    assertThat(ofSplit(fine, Split.VALIDATION)).containsExactly(139L, 289L, 229L, 279L, 165L);
    assertThat(ofSplit(fine, Split.TEST)).containsExactly(279L, 633L, 389L, 510L, 399L);
    Manifest binary =
        run("sst", files(format, "stsa.binary.train", "stsa.binary.dev", "stsa.binary.test"));
    assertThat(ofSplit(binary, Split.TRAIN)).containsExactly(3310L, 3610L);
    assertThat(ofSplit(binary, Split.VALIDATION)).containsExactly(428L, 444L);
    assertThat(ofSplit(binary, Split.TEST)).containsExactly(912L, 909L);
    Manifest trees =
        run("sst/trees", files(lines(Layout.TREES, "UTF-8"), "train.txt", "dev.txt", "test.txt"));
    assertThat(trees.counts()).isEqualTo(fine.counts());
  }

  @Test
  void gluesPhrasesHaveTheLabelLast() {
    Manifest manifest =
        run("sst2-glue", files(table(Layout.TSV, "2", "1"), "train.txt.gz", "dev.txt", "test.txt"));
    assertThat(ofSplit(manifest, Split.TRAIN)).containsExactly(29_780L, 37_569L);
    assertThat(ofSplit(manifest, Split.VALIDATION)).containsExactly(428L, 444L);
    assertThat(ofSplit(manifest, Split.TEST)).containsExactly(912L, 909L);
  }

  @Test
  void hotelReviewsHaveAnEmptyOne() {
    TextFormat format = table(Layout.CSV, "label", "review");
    Manifest manifest =
        run(
            "chnsenti",
            files(format, "ChnSentiCorp_htl_all.csv"),
            Tokens.CHINESE_CHARACTERS,
            TRAIN_ALL);
    assertThat(manifest.total()).isEqualTo(7_765);
    assertThat(manifest.rejects()).isEqualTo(Map.of("empty text", 1L));
    assertThat(manifest.corpus(TextCorpus.class).words().dimensions()).isEqualTo(200);
  }

  @Test
  void deliveriesAreCutIntoChineseWords() {
    TextFormat format = table(Layout.CSV, "label", "review");
    Manifest manifest =
        run("waimai", files(format, "waimai_10k.csv"), Tokens.CHINESE_WORDS, TRAIN_ALL);
    assertThat(ofSplit(manifest, Split.TRAIN)).containsExactly(7_987L, 4_000L);
    assertThat(manifest.rejects()).isEmpty();
  }

  @Test
  void oneOfKagglesPhrasesIsASpace() {
    Manifest manifest =
        run(
            "kaggle-movie-reviews",
            files(table(Layout.TSV, "Sentiment", "Phrase"), "train.tsv.zip"));
    assertThat(manifest.total()).isEqualTo(156_059);
    assertThat(manifest.rejects()).isEqualTo(Map.of("empty text", 1L));
    // It is one of the 27,273 of class 1.
    assertThat(ofSplit(manifest, Split.TRAIN).subList(0, 2)).containsExactly(7_072L, 27_272L);
    assertThat(ofSplit(manifest, Split.TRAIN).subList(3, 5)).containsExactly(32_927L, 9_206L);
  }

  @Test
  void theBuiltInOpinionsAreHalfPositive() {
    TextFormat format = table(Layout.TSV, "label", "text");
    TextEncoding trained =
        new TextEncoding(
            new Tokenizer(Tokens.CHINESE_WORDS, true),
            30,
            1,
            0,
            TextEncoding.Words.TRAIN,
            WordNgrams.Settings.NONE,
            new VectorSettings(
                "", VectorSettings.Format.TEXT, VectorSettings.Missing.UNKNOWN, 20, 2),
            TextEncoding.Stored.RATES,
            "rate",
            50,
            0.01);
    Manifest manifest =
        TextPreprocessor.run(
            spark,
            new TextSettings(
                "builtin:opinions", files(format, "english.tsv,chinese.tsv"), trained, TRAIN_ALL),
            temp.resolve("frames").toString(),
            OutputMode.OVERWRITE,
            List.of());
    assertThat(manifest.classes()).containsExactly("negative", "positive");
    assertThat(ofSplit(manifest, Split.TRAIN)).containsExactly(400L, 400L);
    assertThat(manifest.corpus(TextCorpus.class).sentences().coverage()).isEqualTo(1);
  }
}
