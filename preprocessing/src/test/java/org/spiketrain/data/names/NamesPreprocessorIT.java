package org.spiketrain.data.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.StrictFileSystem;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.Folding;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.encode.LetterEncoder.Boundaries;
import org.spiketrain.model.frames.Example;

class NamesPreprocessorIT {
  private static final LetterEncoder ENCODER = new LetterEncoder(LetterEncoder.Settings.tutorial());

  private static final Map<SplitSettings, Manifest> MADE = new HashMap<>();

  private static SparkSession spark;
  @TempDir static Path shared;

  @TempDir Path temp;
  private Path input;
  private Path output;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.session();
  }

  @BeforeEach
  void writeTinyCorpus() throws IOException {
    input = Files.createDirectory(temp.resolve("names"));
    output = temp.resolve("out").resolve("frames");
    write("Norse.txt", "Ask\nEmbla\nÓðinn\n\n123\nAsk\nSif\nTýr\n\n\n");
    write("Welsh.txt", "Rhys\nSif\nLlŷr\nBrân\nO\"Dd, ab\n");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(input.resolve(file), text, StandardCharsets.UTF_8);
  }

  private NamesSettings settings(SplitSettings split) {
    return new NamesSettings(input.toString(), LetterEncoder.Settings.tutorial(), split, 7);
  }

  private Manifest run(SplitSettings split) {
    return NamesPreprocessor.run(
        spark, settings(split), output.toString(), OutputMode.REFUSE_EXISTING, List.of());
  }

  /** Frames of the tiny corpus, made once for all tests that only read them. */
  private Manifest frames(SplitSettings split) {
    output = shared.resolve(split.protocol().name());
    return MADE.computeIfAbsent(split, this::run);
  }

  private List<Row> rows(String split) {
    return FrameParquet.read(spark, output.toString(), split).orderBy("id").collectAsList();
  }

  private static List<String> column(List<Row> rows, String column) {
    return rows.stream().map(row -> row.<Object>getAs(column).toString()).toList();
  }

  @Test
  void tutorialSplitTakesTheFirstLinesOfEachFile() {
    Manifest manifest = frames(SplitSettings.tutorial());

    assertThat(manifest.classes()).containsExactly("Norse", "Welsh");
    assertThat(manifest.counts().get("Norse"))
        .isEqualTo(Map.of("train", 4L, "validation", 0L, "test", 2L));
    assertThat(column(rows("train"), "text"))
        .containsExactly("Ask", "Embla", "Oinn", "Ask", "Rhys", "Sif", "Llyr", "Bran");
    assertThat(column(rows("test"), "text")).containsExactly("Sif", "Tyr", "ODd, ab");
    assertThat(column(rows("train"), "id")).containsExactly("0", "1", "2", "3", "6", "7", "8", "9");
    assertThat(column(rows("test"), "original")).containsExactly("Sif", "Týr", "O\"Dd, ab");
    assertThat(column(rows("test"), "source"))
        .containsExactly("Norse.txt:7", "Norse.txt:8", "Welsh.txt:5");
    assertThat(rows("validation")).isEmpty();
    assertThat(manifest.corpus(NamesCorpus.class).duplicatesRemoved()).isZero();
    assertThat(manifest.corpus(NamesCorpus.class).namesInSeveralClasses()).isEqualTo(1);
  }

  @Test
  void framesAreTheEncodersFrames() {
    frames(SplitSettings.tutorial());

    for (Row row : rows("train")) {
      Example example = FrameParquet.example(row);
      assertThat(example.frames()).isEqualTo(ENCODER.encode(example.text()));
      assertThat(example.id()).isEqualTo(row.<Long>getAs("id"));
      assertThat(example.label()).isEqualTo(row.<Integer>getAs("label"));
      assertThat(row.<Integer>getAs("time_steps")).isEqualTo(example.text().length());
      assertThat(row.<Integer>getAs("channels")).isEqualTo(58);
    }
  }

  @Test
  void setsBadLinesAsideWithTheirReason() {
    Manifest manifest = frames(SplitSettings.tutorial());

    assertThat(manifest.rejects())
        .containsExactlyInAnyOrderEntriesOf(Map.of("empty line", 1L, "no usable letter", 1L));
    List<Row> rejects =
        spark
            .read()
            .option("header", true)
            .csv(output.resolve("_rejects").toString())
            .collectAsList();
    assertThat(rejects.get(0).schema().fieldNames())
        .containsExactly("file", "row", "name", "reason");
    assertThat(column(rejects, "file")).containsOnly("Norse.txt");
    assertThat(column(rejects, "row")).containsExactly("4", "5");
    assertThat(column(rejects, "reason")).containsExactly("empty line", "no usable letter");
    assertThat(rejects.get(1).getString(2)).isEqualTo("123");
  }

  @Test
  void writesNoRejectsFolderWhereNothingIsSetAside() throws IOException {
    write("Norse.txt", "Ask\nEmbla\n");
    assertThat(run(SplitSettings.tutorial()).rejects()).isEmpty();
    assertThat(output.resolve("_rejects")).doesNotExist();
  }

  @Test
  void validationIsTheLastShareOfTheTrainLines() {
    run(SplitSettings.tutorial(0.8, 0.25));

    assertThat(column(rows("train"), "text"))
        .containsExactly("Ask", "Embla", "Oinn", "Rhys", "Sif", "Llyr");
    assertThat(column(rows("validation"), "text")).containsExactly("Ask", "Bran");
    assertThat(column(rows("test"), "text")).containsExactly("Sif", "Tyr", "ODd, ab");
  }

  @Test
  void stratifiedSplitRemovesDuplicatesAndReachesEverySplit() {
    Manifest manifest = frames(SplitSettings.stratified(0.6, 0.2, 0.2));

    assertThat(manifest.corpus(NamesCorpus.class).duplicatesRemoved()).isEqualTo(1);
    assertThat(manifest.total()).isEqualTo(10);
    for (Split split : Split.values()) {
      List<Row> rows = rows(split.label());
      assertThat(rows).hasSize((int) manifest.total(split));
      assertThat(column(rows, "label")).contains("0", "1");
    }
    assertThat(Stream.of(Split.values()).flatMap(s -> column(rows(s.label()), "id").stream()))
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void stratifiedOrderDependsOnSeedClassAndNameAlone() throws IOException {
    frames(SplitSettings.stratified(0.6, 0.2, 0.2));
    Set<String> before = texts(output, "Norse", "text");

    write("Aztec.txt", "Itzel\nXochitl\nCitlali\n");
    write("Norse.txt", "Týr\nSif\nÓðinn\nEmbla\nAsk\n");
    Path second = temp.resolve("second");
    NamesSettings same = settings(SplitSettings.stratified(0.6, 0.2, 0.2));
    NamesPreprocessor.run(spark, same, second.toString(), OutputMode.REFUSE_EXISTING, List.of());

    assertThat(texts(second, "Norse", "text")).isEqualTo(before);
  }

  @Test
  void framesDoNotDependOnSparksPartitions() {
    SplitSettings split = SplitSettings.stratified(0.6, 0.2, 0.2);
    frames(split);
    Set<String> before = texts(output, "", "id");

    SparkSession other = spark.newSession();
    other.conf().set("spark.sql.shuffle.partitions", "1");
    // As in production: planned again after each shuffle, and compiled.
    other.conf().set("spark.sql.adaptive.enabled", "true");
    other.conf().set("spark.sql.codegen.wholeStage", "true");
    other.conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
    Path second = temp.resolve("second");
    NamesPreprocessor.run(
        other, settings(split), second.toString(), OutputMode.REFUSE_EXISTING, List.of());
    assertThat(texts(second, "", "id")).isEqualTo(before);
  }

  @Test
  void readsAndWritesAnyHadoopFileSystem() throws IOException {
    StrictFileSystem.register(spark.sparkContext().hadoopConfiguration());
    NamesSettings remote =
        new NamesSettings(
            "strict://" + input, LetterEncoder.Settings.tutorial(), SplitSettings.tutorial(), 7);
    String target = "strict://" + output;
    NamesPreprocessor.run(spark, remote, target, OutputMode.REFUSE_EXISTING, List.of());
    Manifest manifest =
        NamesPreprocessor.run(spark, remote, target, OutputMode.OVERWRITE, List.of());
    assertThat(FrameParquet.read(spark, target, "train").count())
        .isEqualTo(manifest.total(Split.TRAIN));
    assertThat(names(output.getParent())).containsExactly("frames");
  }

  @Test
  void countsNgramsInTheTrainSplitAlone() {
    LetterEncoder.Settings ofAnotherCorpus =
        new LetterEncoder.Settings(
            LetterEncoder.DEFAULT_LETTERS,
            Folding.NONE,
            false,
            Boundaries.MARKED,
            1,
            2,
            2,
            List.of("Ty"));
    NamesSettings ngrams =
        new NamesSettings(input.toString(), ofAnotherCorpus, SplitSettings.tutorial(), 7);
    NamesPreprocessor.run(spark, ngrams, output.toString(), OutputMode.REFUSE_EXISTING, List.of());

    // Train, cut: sk, mbla, inn, sk, hys, if, lyr, ran. The test names would make if and yr
    // frequent.
    Manifest manifest = FrameParquet.readManifest(conf(), hadoop(output));
    assertThat(manifest.corpus(NamesCorpus.class).letters())
        .isEqualTo(
            ofAnotherCorpus.withVocabulary(
                List.of("\u001Ai", "\u001As", "k\u0003", "n\u0003", "sk")));
    assertThat(manifest.channels()).isEqualTo(58 + 3 + 5);
    LetterEncoder encoder = new LetterEncoder(manifest.corpus(NamesCorpus.class).letters());
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      assertThat(rows(split.label()))
          .isNotEmpty()
          .map(FrameParquet::example)
          .allSatisfy(e -> assertThat(e.frames()).isEqualTo(encoder.encode(e.text())));
    }
  }

  private static Set<String> texts(Path frames, String language, String column) {
    return Stream.of(Split.values())
        .flatMap(
            split ->
                FrameParquet.read(spark, frames.toString(), split.label()).collectAsList().stream()
                    .filter(row -> row.<String>getAs("source").startsWith(language))
                    .map(row -> split + " " + row.getAs(column)))
        .collect(Collectors.toSet());
  }

  @Test
  void manifestReadBackEqualsTheOneReturned() {
    Manifest manifest = frames(SplitSettings.stratified(0.6, 0.2, 0.2));
    assertThat(FrameParquet.readManifest(conf(), hadoop(output))).isEqualTo(manifest);
    assertThat(manifest.versions().spiketrain()).matches("\\d+\\..*");
    assertThat(manifest.versions().spark()).isEqualTo(spark.version());
  }

  private static org.apache.hadoop.conf.Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  @Test
  void fingerprintsFollowContentAndSettingsNotThePlace() throws IOException {
    Manifest first = frames(SplitSettings.tutorial());
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    for (String file : List.of("Norse.txt", "Welsh.txt")) {
      Files.copy(input.resolve(file), elsewhere.resolve(file));
    }
    input = elsewhere;
    output = temp.resolve("second");
    Manifest second = run(SplitSettings.tutorial());
    output = temp.resolve("third");
    Manifest otherSettings = run(SplitSettings.tutorial(0.7, 0));
    write("Welsh.txt", "Rhys\nSif\n");
    output = temp.resolve("fourth");
    Manifest otherNames = run(SplitSettings.tutorial());

    assertThat(second.framesFingerprint()).isEqualTo(first.framesFingerprint());
    assertThat(otherSettings.inputFingerprint()).isEqualTo(first.inputFingerprint());
    assertThat(otherSettings.framesFingerprint()).isNotEqualTo(first.framesFingerprint());
    assertThat(otherNames.inputFingerprint()).isNotEqualTo(first.inputFingerprint());
  }

  @Test
  void refusesAnExistingOutputAndLeavesItAlone() throws IOException {
    frames(SplitSettings.tutorial());
    String manifest = Files.readString(output.resolve("_manifest.json"));

    assertThatThrownBy(() -> run(SplitSettings.tutorial(0.5, 0)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(output.toString())
        .hasMessageContaining("exists already");
    assertThat(Files.readString(output.resolve("_manifest.json"))).isEqualTo(manifest);
  }

  @Test
  void overwritesAFramesFolderAndLeavesNoLitter() throws IOException {
    run(SplitSettings.tutorial());
    Manifest second =
        NamesPreprocessor.run(
            spark,
            settings(SplitSettings.tutorial(0.5, 0)),
            output.toString(),
            OutputMode.OVERWRITE,
            List.of());

    assertThat(FrameParquet.readManifest(conf(), hadoop(output))).isEqualTo(second);
    assertThat(rows("test")).hasSize((int) second.total(Split.TEST));
    assertThat(names(output.getParent())).containsExactly("frames");
  }

  @Test
  void neverReplacesAFolderThatIsNotFramesOrHoldsTheInput() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("thesis.txt"), "precious");
    assertUserError(output, "was not written by preprocess");
    assertUserError(input, "would replace the input");
    assertUserError(temp, "would replace the input");
    assertThat(output.resolve("thesis.txt")).hasContent("precious");
  }

  private void assertUserError(Path out, String message) {
    NamesSettings tutorial = settings(SplitSettings.tutorial());
    assertThatThrownBy(
            () ->
                NamesPreprocessor.run(
                    spark, tutorial, out.toString(), OutputMode.OVERWRITE, List.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFailedRunLeavesNothing() throws IOException {
    write("Welsh.txt", "123\n");
    assertThatThrownBy(() -> run(SplitSettings.tutorial()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Welsh.txt has no name with a usable letter")
        .hasMessageContaining("data.names.letters");
    assertThat(output.getParent()).doesNotExist();
  }

  @Test
  void theBuiltinSampleHasEighteenLanguages() {
    NamesSettings builtin =
        new NamesSettings(
            NamesFolder.BUILTIN_SURNAMES,
            LetterEncoder.Settings.tutorial(),
            SplitSettings.stratified(0.8, 0.1, 0.1),
            1);
    Manifest manifest =
        NamesPreprocessor.run(
            spark, builtin, output.toString(), OutputMode.REFUSE_EXISTING, List.of());
    assertThat(manifest.classes()).hasSize(18).isSorted();
    assertThat(manifest.rejects()).isEmpty();
    assertThat(manifest.total()).isGreaterThan(2500);
    assertThat(rows("train").get(0).<String>getAs("source")).isEqualTo("Arabic.txt:1");
  }

  @Test
  void namesThatWereJoinedWithoutALineEndAreSetAside() throws IOException {
    write("Norse.txt", "Ask\nEmbla\uFEFFTyr\n\uFEFFSif\n");
    write("Welsh.txt", "Rhys\nLlyr\n");

    Manifest manifest = run(SplitSettings.tutorial());

    assertThat(manifest.rejects()).isEqualTo(Map.of("byte order mark within", 1L));
    assertThat(manifest.total("Norse")).isEqualTo(2);
  }
}
