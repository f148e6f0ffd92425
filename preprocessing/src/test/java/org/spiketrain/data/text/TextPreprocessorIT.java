package org.spiketrain.data.text;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
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
import org.spiketrain.data.text.TextEncoding.Stored;
import org.spiketrain.data.text.TextFormat.Layout;
import org.spiketrain.data.text.Tokenizer.Tokens;
import org.spiketrain.data.text.VectorSettings.Missing;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.SplitMix64;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.Sentences;

class TextPreprocessorIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Configuration CONF = new Configuration();
  private static final int MAX_WORDS = 5;

  @TempDir private Path temp;

  @BeforeEach
  void writeFiles() throws IOException {
    write("train.txt", "1 a good film\n0 a bad film\n0 dull dull\n1 good good fun today ok so\n");
    write("test.txt", "1 fun film\n0 strange\n");
    write("vectors.txt", "a 1 0\ngood 1 1\nfilm -1 0.5\nbad 0 -2\nfun 0.25 0\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(temp.resolve(name), text);
  }

  private static TextFiles files(List<String> validation, List<String> test) {
    TextFormat format =
        new TextFormat(
            Layout.LABELLED_LINES, "UTF-8", false, "1", "2", TextFormat.Phrases.LEAVE_OUT);
    return new TextFiles(
        format, List.of("train.txt"), validation, test, List.of(), List.of("bad", "good"));
  }

  private TextEncoding encoding(Missing missing, Stored stored) {
    return new TextEncoding(
        new Tokenizer(Tokens.SPACES, true),
        MAX_WORDS,
        1,
        0,
        TextEncoding.Words.CORPUS,
        WordNgrams.Settings.NONE,
        new VectorSettings(
            temp.resolve("vectors.txt").toString(), VectorSettings.Format.TEXT, missing, 2, 1),
        stored,
        "rate",
        7,
        0.01);
  }

  private static TextSplit all() {
    return new TextSplit(SplitSettings.stratified(1, 0, 0), 0, 1, 5);
  }

  private Manifest run(TextFiles files, TextEncoding encoding, TextSplit split) {
    TextSettings settings = new TextSettings(temp.toString(), files, encoding, split);
    return TextPreprocessor.run(SPARK, settings, frames(), OutputMode.OVERWRITE, List.of());
  }

  private Manifest runOnFiles(Missing missing, Stored stored) {
    return run(files(List.of(), List.of("test.txt")), encoding(missing, stored), all());
  }

  private String frames() {
    return temp.resolve("frames").toString();
  }

  private org.apache.hadoop.fs.Path framesPath() {
    return new org.apache.hadoop.fs.Path(frames());
  }

  private List<Row> rows(String split) {
    return FrameParquet.read(SPARK, frames(), split).orderBy("id").collectAsList();
  }

  private List<SpikeFrames> examples(String split) {
    return rows(split).stream().map(row -> FrameParquet.example(row).frames()).toList();
  }

  private WordTable wordTable() {
    return WordTable.read(CONF, framesPath(), FrameParquet.readManifest(CONF, framesPath()));
  }

  @Test
  void rowsOfAGroupComeIntoOneSplit() throws IOException {
    StringBuilder table = new StringBuilder("sentence\ttext\tlabel\n");
    for (int row = 0; row < 120; row++) {
      table.append(row % 30).append("\tfilm number ").append(row).append("\t").append(row % 2);
      table.append('\n');
    }
    write("phrases.tsv", table.toString());
    TextFormat format =
        new TextFormat(
            TextFormat.Layout.TSV,
            "UTF-8",
            true,
            "label",
            "text",
            "sentence",
            TextFormat.Phrases.LEAVE_OUT);
    TextFiles files =
        new TextFiles(format, List.of("phrases.tsv"), List.of(), List.of(), List.of(), List.of());
    run(
        files,
        encoding(Missing.UNKNOWN, Stored.RATES),
        new TextSplit(SplitSettings.hash(0.5, 0.25, 0.25), 0, 1, 5));

    Map<Long, Set<String>> splits = new HashMap<>();
    for (String split : List.of("train", "validation", "test")) {
      assertThat(rows(split)).isNotEmpty();
      for (Row row : rows(split)) {
        splits.computeIfAbsent(row.getLong(0) % 30, unused -> new HashSet<>()).add(split);
      }
    }
    assertThat(splits).hasSize(30);
    assertThat(splits.values()).allMatch(some -> some.size() == 1);
  }

  @Test
  void ngramsHaveChannelsBehindTheWords() {
    TextEncoding given = encoding(Missing.UNKNOWN, Stored.RATES);
    TextEncoding ngrams =
        new TextEncoding(
            given.tokens(),
            MAX_WORDS,
            1,
            0,
            given.vocabulary(),
            new WordNgrams.Settings(2, 1),
            given.vectors(),
            Stored.RATES,
            "rate",
            7,
            0.01);
    Manifest manifest = run(files(List.of(), List.of("test.txt")), ngrams, all());

    TextCorpus corpus = FrameParquet.readManifest(CONF, framesPath()).corpus(TextCorpus.class);
    // Two in each of the first sentences, four in the third, of five words that are read, and one
    // in the sentence that is set aside for its words.
    assertThat(corpus.ngrams().count()).isEqualTo(9);
    assertThat(corpus.ngramChannels()).containsExactly(6, 15);
    assertThat(manifest.channels()).isEqualTo(15);
    SpikeFrames first = examples("train").get(0);
    assertThat(first.firstChannels()).containsExactly(3, 2, 1);
    assertThat(first.rowStart()).containsExactly(0, 1, 3, 5);
    SpikeFrames third = examples("train").get(2);
    assertThat(third.rowStart()).containsExactly(0, 1, 3, 5, 7, 9);
    // Nobody has trained "fun film".
    assertThat(examples("test").get(0)).isEqualTo(SpikeFrames.oneHot(15, new int[] {4, 1}));
    TextEncoder scoring =
        TextEncoder.of(
            corpus.encoderEntry(),
            new Sentences(
                wordTable().words(),
                new SentenceInput(wordTable().rates(), MAX_WORDS, new Encoders.Direct(), 1),
                true));
    assertThat(scoring.channels()).isEqualTo(15);
    assertThat(scoring.read("A good film").frames()).contains(first);
  }

  @Test
  void rareNgramsHaveNone() {
    JavaRDD<List<String>> sentences =
        JavaSparkContext.fromSparkContext(SPARK.sparkContext())
            .parallelize(List.of(List.of("a", "b", "c"), List.of("b", "c", "a"), List.of("a")));
    WordNgrams pairs = WordNgrams.count(sentences, 3, new WordNgrams.Settings(3, 2));

    assertThat(pairs.count()).isEqualTo(1);
    assertThat(pairs.endingAt(List.of("b", "c", "b", "c")))
        .isDeepEqualTo(new int[][] {{}, {0}, {}, {0}});
    assertThat(WordNgrams.of(pairs.text())).isEqualTo(pairs);
    assertThat(WordNgrams.count(sentences, 2, new WordNgrams.Settings(3, 1)).countUpTo(3))
        .as("of two words no three")
        .isEqualTo(2);
    assertThatThrownBy(() -> WordNgrams.of(pairs.text().substring(4)))
        .hasMessageContaining("run preprocess again");
  }

  @Test
  void aSentenceIsTheNumbersOfItsWords() {
    Manifest manifest = runOnFiles(Missing.UNKNOWN, Stored.RATES);

    WordTable table = wordTable();
    // By frequency, then by the alphabet; dull, today, ok, so and strange have no vector.
    assertThat(table.words()).containsExactly("", "film", "good", "a", "fun", "bad");
    assertThat(examples("train"))
        .containsExactly(
            SpikeFrames.oneHot(6, new int[] {3, 2, 1}),
            SpikeFrames.oneHot(6, new int[] {3, 5, 1}),
            SpikeFrames.oneHot(6, new int[] {2, 2, 4, 0, 0}));
    assertThat(examples("test"))
        .containsExactly(
            SpikeFrames.oneHot(6, new int[] {4, 1}), SpikeFrames.oneHot(6, new int[] {0}));
    Row last = rows("train").get(2);
    assertThat(last.<Long>getAs("id")).isEqualTo(2);
    assertThat(last.<String>getAs("text")).isEqualTo("good good fun today ok so");
    assertThat(last.<String>getAs("source")).isEqualTo("train.txt:4");

    assertThat(manifest.classes()).containsExactly("bad", "good");
    assertThat(manifest.counts())
        .isEqualTo(
            Map.of(
                "bad", Map.of("train", 1L, "validation", 0L, "test", 1L),
                "good", Map.of("train", 2L, "validation", 0L, "test", 1L)));
    assertThat(manifest.channels()).isEqualTo(6);
    assertThat(manifest.rejects()).isEqualTo(Map.of("only unknown words", 1L));
    TextCorpus corpus = FrameParquet.readManifest(CONF, framesPath()).corpus(TextCorpus.class);
    assertThat(corpus).isEqualTo(manifest.corpus());
    assertThat(corpus.sentences()).isEqualTo(new TextCorpus.SentenceFacts(15, 11, 1, 6));
    assertThat(corpus.words().withoutVector()).isEqualTo(5);
  }

  @Test
  void framesOfAnEarlierVersionAreReadThoughItKnewNoNgrams() throws IOException {
    Manifest manifest = runOnFiles(Missing.UNKNOWN, Stored.RATES);
    Path file = temp.resolve("frames/_manifest.json");
    ObjectMapper json = new ObjectMapper();
    JsonNode before = json.readTree(file.toFile());
    ((ObjectNode) before.get("corpus")).remove("ngrams");
    assertThat(((ObjectNode) before.get("corpus").get("encoding")).remove("ngrams")).isNotNull();
    Files.deleteIfExists(temp.resolve("frames/._manifest.json.crc"));
    json.writeValue(file.toFile(), before);

    assertThat(FrameParquet.readManifest(CONF, framesPath()).corpus()).isEqualTo(manifest.corpus());
  }

  @Test
  void ratesAreThePositiveEmbeddingOfTheVectors() {
    TextCorpus corpus = runOnFiles(Missing.UNKNOWN, Stored.RATES).corpus(TextCorpus.class);
    RateTable rates = wordTable().rates();
    // Of 1 1, -1 0.5, 1 0, 0.25 0, 0 -2.
    assertThat(corpus.words().mean()).isEqualTo(0.075, within(1e-9));
    double deviation = Math.sqrt(8.3125 / 10 - 0.075 * 0.075);
    assertThat(corpus.words().deviation()).isEqualTo(deviation, within(1e-9));
    float[] good = new float[2];
    rates.copyRates(2, good, 0);
    float expected = (float) (((1 - 0.075) / deviation + 3) / 6);
    assertThat(good).containsExactly(expected, expected);
    rates.copyRates(RateTable.UNKNOWN, good, 0);
    assertThat(good[0]).isEqualTo((float) ((-0.075 / deviation + 3) / 6));
  }

  @Test
  void wordsWithoutVectorMayHaveARandomOne() {
    Manifest first = runOnFiles(Missing.RANDOM, Stored.RATES);
    WordTable table = wordTable();
    assertThat(table.words()).hasSize(11).contains("dull", "strange");
    assertThat(first.rejects()).isEmpty();
    assertThat(runOnFiles(Missing.RANDOM, Stored.RATES).framesFingerprint())
        .isEqualTo(first.framesFingerprint());
    assertThat(runOnFiles(Missing.UNKNOWN, Stored.RATES).framesFingerprint())
        .isNotEqualTo(first.framesFingerprint());
  }

  @Test
  void storedSpikesAreThoseDrawnOnTheFly() {
    runOnFiles(Missing.UNKNOWN, Stored.RATES);
    List<SpikeFrames> words = examples("train");
    RateTable table = wordTable().rates();
    Manifest stored = runOnFiles(Missing.UNKNOWN, Stored.SPIKES);
    assertThat(stored.channels()).isEqualTo(MAX_WORDS * 2);
    SpikeEncoder coding = stored.corpus(TextCorpus.class).coding();
    List<SpikeFrames> spikes = examples("train");
    for (int e = 0; e < words.size(); e++) {
      int[] ids = words.get(e).channel();
      float[] rates = new float[2 * ids.length];
      for (int p = 0; p < ids.length; p++) {
        table.copyRates(ids[p], rates, 2 * p);
      }
      for (int step = 0; step < 7; step++) {
        float[] drawn = new float[rates.length];
        coding.encode(rates, rates.length, SplitMix64.hash(ids), step, 7, drawn, 0);
        SpikeFrames all = spikes.get(e);
        int[] expected = IntStream.range(0, drawn.length).filter(i -> drawn[i] == 1).toArray();
        assertThat(
                Arrays.copyOfRange(all.channel(), all.rowStart()[step], all.rowStart()[step + 1]))
            .containsExactly(expected);
      }
    }
  }

  @Test
  void aLabelThatNoLineHasIsRefused() throws IOException {
    write("train.txt", "1 good film\n0 bad film\n1 fine\n");
    TextFiles files =
        new TextFiles(
            files(List.of(), List.of()).format(),
            List.of("train.txt"),
            List.of(),
            List.of(),
            List.of("0", "one"),
            List.of());

    assertThatThrownBy(() -> run(files, encoding(Missing.UNKNOWN, Stored.RATES), all()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has the label one: they have 0, 1; look at data.text.labels");
  }

  @Test
  void setsAsideWhatIsNoSentenceAndCutsWhatIsTooLong() throws IOException {
    String endless = "good ".repeat(100_000);
    write("train.txt", "1 " + endless + "\n0 bad\n7 good\n\nfilm\n1  \n0 xyzzy\n");
    TextFiles files =
        new TextFiles(
            files(List.of(), List.of()).format(),
            List.of("train.txt"),
            List.of(),
            List.of(),
            List.of("0", "1"),
            List.of());
    Manifest manifest = run(files, encoding(Missing.UNKNOWN, Stored.RATES), all());
    assertThat(manifest.total()).isEqualTo(2);
    assertThat(manifest.corpus(TextCorpus.class).sentences().truncated()).isEqualTo(1);
    assertThat(manifest.corpus(TextCorpus.class).sentences().longest()).isEqualTo(100_000);
    assertThat(manifest.rejects())
        .isEqualTo(
            Map.of(
                "unknown label", 1L,
                "empty text", 2L,
                "no label and text", 1L,
                "only unknown words", 1L));
    Dataset<Row> table =
        SPARK.read().option("header", true).csv(FrameParquet.rejects(framesPath()).toString());
    assertThat(table.columns()).containsExactly("file", "row", "text", "reason");
    List<String> rejects =
        table.collectAsList().stream()
            .map(row -> row.getString(0) + ":" + row.getString(1) + " " + row.getString(3))
            .toList();
    assertThat(rejects)
        .containsExactly(
            "train.txt:3 unknown label",
            "train.txt:4 empty text",
            "train.txt:5 no label and text",
            "train.txt:6 empty text",
            "train.txt:7 only unknown words");
  }

  private static String numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj(k -> (k % 3 == 0 ? "1 good film w" : "0 bad film w") + k + "\n")
        .collect(Collectors.joining());
  }

  private Set<String> texts(String split) {
    return rows(split).stream()
        .map(row -> row.<String>getAs("original"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everySentenceTestsInOneFold() throws IOException {
    write("train.txt", numbered(63));
    Set<String> tested = new TreeSet<>();
    for (int fold = 1; fold <= 4; fold++) {
      TextSplit split = new TextSplit(SplitSettings.stratified(0.5, 0.25, 0.25), 4, fold, 5);
      Manifest manifest =
          run(files(List.of(), List.of()), encoding(Missing.UNKNOWN, Stored.RATES), split);
      assertThat(manifest.total(Split.TEST)).isBetween(15L, 17L);
      assertThat(manifest.total(Split.VALIDATION)).isBetween(10L, 13L);
      assertThat(manifest.counts().get("good").get("test")).isBetween(5L, 6L);
      Set<String> test = texts("test");
      assertThat(test).doesNotContainAnyElementsOf(texts("train"));
      assertThat(test).doesNotContainAnyElementsOf(texts("validation"));
      assertThat(tested).doesNotContainAnyElementsOf(test);
      tested.addAll(test);
    }
    assertThat(tested).hasSize(63);
  }

  @Test
  void whatHasNoFilesIsTakenFromTheTrainFiles() throws IOException {
    write("train.txt", numbered(60));
    TextEncoding encoding = encoding(Missing.UNKNOWN, Stored.RATES);
    TextSplit shares = new TextSplit(SplitSettings.stratified(0.6, 0.2, 0.2), 0, 1, 5);
    Manifest dealt = run(files(List.of(), List.of()), encoding, shares);
    assertThat(totals(dealt)).containsExactly(36L, 12L, 12L);
    assertThat(totals(run(files(List.of(), List.of("test.txt")), encoding, shares)))
        .containsExactly(48L, 12L, 2L);
    assertThat(totals(run(files(List.of("test.txt"), List.of()), encoding, shares)))
        .containsExactly(48L, 2L, 12L);
  }

  @Test
  void aTableGivesTheFramesOfAFile() throws IOException {
    write("train.txt", numbered(40));
    TextEncoding encoding = encoding(Missing.UNKNOWN, Stored.RATES);
    TextSplit split = new TextSplit(SplitSettings.stratified(0.6, 0.2, 0.2), 0, 1, 5);
    Manifest ofFile = run(files(List.of(), List.of()), encoding, split);
    List<Set<String>> expected = List.of(texts("train"), texts("validation"), texts("test"));

    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(temp.resolve("train.txt"))) {
      int space = line.indexOf(' ');
      rows.add(RowFactory.create(line.substring(0, space), line.substring(space + 1)));
    }
    rows.add(RowFactory.create(null, "good film"));
    rows.add(RowFactory.create("\u200B", "bad film"));
    rows.add(RowFactory.create("1", null));
    SPARK
        .createDataFrame(rows, StructType.fromDDL("label STRING, text STRING"))
        .createOrReplaceTempView("sentences");
    TableSource source = new TableSource("", "sentences", Map.of(), "");
    CorpusTable table = new CorpusTable(source, "text", "label", "", "");
    Manifest ofTable =
        new TextSettings("", table, files(List.of(), List.of()), encoding, split)
            .preprocess(SPARK, frames(), OutputMode.OVERWRITE, List.of());
    assertThat(ofTable.counts()).isEqualTo(ofFile.counts());
    assertThat(List.of(texts("train"), texts("validation"), texts("test"))).isEqualTo(expected);
    assertThat(ofTable.classes()).isEqualTo(ofFile.classes());
    assertThat(ofTable.rejects()).isEqualTo(Map.of("empty label", 2L, "empty text", 1L));
  }

  @Test
  void whatWeighsNothingGivesNoWords() {
    SPARK
        .sql(
            "SELECT * FROM VALUES ('1', 'good film', 'train', 2.5), ('0', 'bad film', 'train', 1),"
                + " ('1', 'strange', 'train', 0), ('0', 'dull', 'test', 0),"
                + " ('1', 'good', 'train', NULL) AS t(label, text, part, w)")
        .createOrReplaceTempView("sentences");
    TableSource source = new TableSource("", "sentences", Map.of(), "");
    CorpusTable table = new CorpusTable(source, "text", "label", "part", "", "w");
    TextSplit split = new TextSplit(SplitSettings.column(), 0, 1, 5);
    TextEncoding encoding = vectorsOfItsOwn();
    Manifest manifest =
        new TextSettings("", table, files(List.of(), List.of()), encoding, split)
            .preprocess(SPARK, frames(), OutputMode.OVERWRITE, List.of());

    assertThat(wordTable().words()).contains("film").doesNotContain("strange");
    assertThat(manifest.rejects()).isEqualTo(Map.of("no weight", 1L));
    assertThat(manifest.trained()).isEqualTo(Map.of("bad", 1L, "good", 1L));
    assertThat(totals(manifest)).containsExactly(3L, 0L, 1L);
    assertThat(FrameParquet.read(SPARK, frames(), "train").select("weight").collectAsList())
        .extracting(row -> row.getFloat(0))
        .containsExactlyInAnyOrder(2.5f, 1f, 0f);
    CorpusTable weightless =
        new CorpusTable(
            new TableSource("", "sentences", Map.of(), "w = 0 OR label = '0'"),
            "text",
            "label",
            "",
            "",
            "w");
    SPARK.table("sentences").withColumn("w", expr("w * 0")).createOrReplaceTempView("sentences");
    TextSplit dealt = new TextSplit(SplitSettings.stratified(1, 0, 0), 0, 1, 5);
    assertThatThrownBy(
            () ->
                new TextSettings("", weightless, files(List.of(), List.of()), encoding, dealt)
                    .preprocess(SPARK, frames(), OutputMode.OVERWRITE, List.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("All examples of the train split weigh 0");
  }

  private static List<Long> totals(Manifest manifest) {
    return List.of(Split.values()).stream().map(manifest::total).toList();
  }

  private TextEncoding vectorsOfItsOwn() {
    TextEncoding given = encoding(Missing.UNKNOWN, Stored.RATES);
    return new TextEncoding(
        given.tokens(),
        MAX_WORDS,
        1,
        0,
        given.vocabulary(),
        WordNgrams.Settings.NONE,
        new VectorSettings("", VectorSettings.Format.TEXT, Missing.UNKNOWN, 3, 2),
        Stored.RATES,
        "rate",
        7,
        0.01);
  }

  @Test
  void trainsVectorsWhereThereAreNone() {
    TextEncoding trained = vectorsOfItsOwn();
    Manifest manifest = run(files(List.of(), List.of("test.txt")), trained, all());
    WordTable table = wordTable();
    assertThat(table.rates().dimensions()).isEqualTo(3);
    assertThat(table.words()).contains("dull").doesNotContain("strange");
    assertThat(
            run(files(List.of(), List.of("test.txt")), trained, all())
                .corpus(TextCorpus.class)
                .words()
                .fingerprint())
        .isEqualTo(manifest.corpus(TextCorpus.class).words().fingerprint());
  }

  @Test
  void refusesWhatCannotBeRead() throws IOException {
    TextEncoding encoding = encoding(Missing.UNKNOWN, Stored.RATES);
    assertThatThrownBy(() -> run(files(List.of("none.txt"), List.of()), encoding, all()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("none.txt cannot be read");
    write("test.txt", "");
    assertThatThrownBy(() -> run(files(List.of(), List.of("test.txt")), encoding, all()))
        .hasMessageContaining("test.txt has no sentences");
    write("train.txt", "1 good\n1 bad\n");
    assertThatThrownBy(() -> run(files(List.of(), List.of()), encoding, all()))
        .hasMessageContaining("have 1 label: expected 2");
    assertThat(Files.exists(temp.resolve("frames"))).isFalse();
  }

  @Test
  void labelsAreToldWithTheirCountsAndRowsWithoutOneAreSetAside() throws IOException {
    write("train.txt", "1 good film\n0 bad film\n\u00A0 fine film\n1.0 good film\n1 fun film\n");
    TextFiles files =
        new TextFiles(
            files(List.of(), List.of()).format(),
            List.of("train.txt"),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    Manifest manifest = run(files, encoding(Missing.UNKNOWN, Stored.RATES), all());

    assertThat(manifest.rejects()).isEqualTo(Map.of("empty label", 1L));
    assertThat(manifest.corpus().summary(manifest)).contains("labels: 0 (1), 1 (2), 1.0 (1)");
  }

  @Test
  void manyLabelsAreToldInPart() throws IOException {
    write(
        "train.txt",
        IntStream.range(0, 22).mapToObj(k -> k + " good film\n").collect(Collectors.joining()));
    TextFiles files =
        new TextFiles(
            files(List.of(), List.of()).format(),
            List.of("train.txt"),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    Manifest manifest = run(files, encoding(Missing.UNKNOWN, Stored.RATES), all());

    assertThat(manifest.corpus().summary(manifest))
        .anyMatch(
            line ->
                line.startsWith("labels: 0 (1), 1 (1), ") && line.endsWith("19 (1) and 2 others"));
  }

  @Test
  void aClassThatIsNamedTwiceIsRefused() {
    TextFiles twice =
        new TextFiles(
            files(List.of(), List.of()).format(),
            List.of("train.txt"),
            List.of(),
            List.of(),
            List.of(),
            List.of("same", "same"));

    assertThatThrownBy(() -> run(twice, encoding(Missing.UNKNOWN, Stored.RATES), all()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.text.classes has \"same\" more than once");
  }
}
