package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.EventBins;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.TimeBins;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.SpikeHdf5Writer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;

class EventsPreprocessorIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Configuration CONF = new Configuration();
  private static final List<String> KEYS = List.of("yes", "no");
  private static final EventTransform.Settings TUTORIAL =
      settings(new Downsample(1, 0.5), 1, TimeWindows.of(12_000), CountMode.KEEP);

  @TempDir private Path temp;

  private static EventTransform.Settings settings(
      Downsample downsample, int summed, Framing framing, CountMode counts) {
    return new EventTransform.Settings(700, downsample, summed, framing, counts);
  }

  private Path data() throws IOException {
    return Files.createDirectories(temp.resolve("data"));
  }

  private String output() {
    return temp.resolve("frames").toString();
  }

  /** Something to be written as a recording. */
  private record Recording(List<Float> seconds, List<Integer> units, int label) {
    static Recording random(int seed) {
      Random random = new Random(seed);
      // Multiples of 1/1024 s, which halves hold as they are.
      List<Float> seconds =
          Stream.generate(() -> random.nextInt(1025) / 1024f).limit(200).sorted().toList();
      return new Recording(seconds, random.ints(200, 0, 700).boxed().toList(), seed % KEYS.size());
    }

    static Recording of(int label, List<Float> seconds, Integer... units) {
      return new Recording(seconds, Arrays.asList(units), label);
    }
  }

  private void write(String name, List<String> keys, List<Recording> recordings)
      throws IOException {
    var target = new org.apache.hadoop.fs.Path(data().resolve(name).toUri());
    try (SpikeHdf5Writer writer = new SpikeHdf5Writer(CONF, target)) {
      for (Recording recording : recordings) {
        float[] seconds = new float[recording.seconds().size()];
        for (int k = 0; k < seconds.length; k++) {
          seconds[k] = recording.seconds().get(k);
        }
        int[] units = recording.units().stream().mapToInt(Integer::intValue).toArray();
        writer.add(seconds, units, recording.label(), 4);
      }
      writer.finish(keys);
    }
  }

  private static List<Recording> some(int first, int count) {
    return Stream.iterate(first, seed -> seed + 1).limit(count).map(Recording::random).toList();
  }

  private void gzip(String name) throws IOException {
    Path plain = data().resolve(name);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(data().resolve(name + ".gz")))) {
      Files.copy(plain, out);
    }
    Files.delete(plain);
  }

  /** Packs a file behind another one, as archives of data sets have their README. */
  private void zip(String name) throws IOException {
    Path plain = data().resolve(name);
    try (ZipOutputStream out =
        new ZipOutputStream(Files.newOutputStream(data().resolve(name + ".zip")))) {
      out.putNextEntry(new ZipEntry("README.txt"));
      out.write("words".getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry("ssc/" + name));
      Files.copy(plain, out);
    }
    Files.delete(plain);
  }

  private void writeAllSplits() throws IOException {
    write("a_train.h5", KEYS, some(0, 25));
    write("b_train.h5", KEYS, some(25, 5));
    write("a_valid.h5", KEYS, some(30, 4));
    write("a_test.h5", KEYS, some(34, 6));
  }

  private Manifest run(EventTransform.Settings transform) throws IOException {
    return run(transform, 10);
  }

  private Manifest run(EventTransform.Settings transform, int recordingsPerFile)
      throws IOException {
    EventsSettings settings =
        new EventsSettings(data().toString(), Map.of(), transform, recordingsPerFile);
    return EventsPreprocessor.run(SPARK, settings, output(), OutputMode.OVERWRITE, List.of());
  }

  private List<Example> read(Split split) {
    Dataset<Row> rows = FrameParquet.read(SPARK, output(), split.label());
    return rows.orderBy("id").collectAsList().stream().map(FrameParquet::example).toList();
  }

  private static Example expected(EventTransform.Settings transform, int id) {
    Recording recording = Recording.random(id);
    int[] times =
        recording.seconds().stream().mapToInt(seconds -> (int) (seconds * 1e6f)).toArray();
    int[] units = recording.units().stream().mapToInt(Integer::intValue).toArray();
    return new Example(
        id, recording.label(), "", new EventTransform(transform).frames(times, units));
  }

  @Test
  void everyRecordingOfEverySplitBecomesFrames() throws IOException {
    writeAllSplits();
    gzip("a_train.h5");
    Manifest manifest = run(TUTORIAL);

    assertThat(manifest.total(Split.TRAIN)).isEqualTo(30);
    assertThat(manifest.total(Split.VALIDATION)).isEqualTo(4);
    assertThat(manifest.total(Split.TEST)).isEqualTo(6);
    assertThat(manifest.classes()).isEqualTo(KEYS);
    assertThat(manifest.counts().get("no")).containsEntry("train", 15L);
    assertThat(manifest.channels()).isEqualTo(350);
    assertThat(manifest.rejects()).isEmpty();
    EventsCorpus events = manifest.corpus(EventsCorpus.class);
    assertThat(events.transform()).isEqualTo(TUTORIAL);
    assertThat(events.events()).isEqualTo(40 * 200);
    assertThat(events.sources())
        .extracting(EventsCorpus.SourceFile::name)
        .containsExactly("a_train.h5.gz", "b_train.h5", "a_valid.h5", "a_test.h5");
    assertThat(read(Split.TRAIN)).hasSize(30).first().isEqualTo(expected(TUTORIAL, 0));
    assertThat(read(Split.TRAIN).get(29)).isEqualTo(expected(TUTORIAL, 29));
    assertThat(read(Split.TEST).get(5)).isEqualTo(expected(TUTORIAL, 39));
    assertThat(FrameParquet.readManifest(CONF, new org.apache.hadoop.fs.Path(output())))
        .isEqualTo(manifest);
    assertThat(temp.resolve("frames/_unpacked")).doesNotExist();
  }

  @Test
  void zippedFilesAreReadAsTheyAreUnpacked() throws IOException {
    writeAllSplits();
    zip("b_train.h5");
    zip("a_test.h5");
    Manifest manifest = run(TUTORIAL);

    assertThat(manifest.corpus(EventsCorpus.class).sources())
        .extracting(EventsCorpus.SourceFile::name)
        .containsExactly("a_train.h5", "b_train.h5.zip", "a_valid.h5", "a_test.h5.zip");
    assertThat(read(Split.TRAIN)).hasSize(30);
    assertThat(read(Split.TRAIN).get(29)).isEqualTo(expected(TUTORIAL, 29));
    assertThat(read(Split.TEST).get(5)).isEqualTo(expected(TUTORIAL, 39));
    assertThat(temp.resolve("frames/_unpacked")).doesNotExist();
  }

  @Test
  void aZipFileThatIsNoneIsRefusedAndOneThatIsCutOffOrHasNoRecordings() throws IOException {
    write("x_train.h5", KEYS, some(0, 20));
    byte[] plain = Files.readAllBytes(data().resolve("x_train.h5"));
    zip("x_train.h5");
    byte[] packed = Files.readAllBytes(data().resolve("x_train.h5.zip"));
    put("x_train.h5.zip", plain);
    assertRefused("x_train.h5.zip is no zip file");
    put("x_train.h5.zip", Arrays.copyOf(packed, packed.length / 2));
    assertRefused("x_train.h5.zip is cut off");
    put("x_train.h5.zip", Arrays.copyOf(packed, 40));
    assertRefused("x_train.h5.zip is");
  }

  @Test
  void framesOfFixedBinsAllHaveTheSameShape() throws IOException {
    writeAllSplits();
    EventTransform.Settings best =
        settings(Downsample.NONE, 5, new FixedBins(100, 1_000_000), CountMode.CLIP);
    Manifest manifest = run(best);

    assertThat(manifest.channels()).isEqualTo(140);
    assertThat(manifest.corpus(EventsCorpus.class).leastTimeSteps()).isEqualTo(100);
    assertThat(manifest.corpus(EventsCorpus.class).mostTimeSteps()).isEqualTo(100);
    assertThat(read(Split.TRAIN)).allMatch(example -> example.frames().isBinary());
    assertThat(read(Split.VALIDATION).get(0)).isEqualTo(expected(best, 30));
  }

  @Test
  void eventsAfterTheFixedDurationAreCountedApart() throws IOException {
    List<Float> times = List.of(0f, 0.25f, 0.5f, 0.75f, 1f);
    write("x_train.h5", KEYS, List.of(Recording.of(0, times, 1, 2, 3, 4, 5)));
    FixedBins half = new FixedBins(10, 500_000);
    EventsCorpus events =
        run(settings(Downsample.NONE, 1, half, CountMode.KEEP)).corpus(EventsCorpus.class);

    assertThat(events.events()).isEqualTo(5);
    assertThat(events.keptEvents()).isEqualTo(3);
    assertThat(events.entries()).isEqualTo(3);
  }

  private static List<Recording> slower(int first, int count, float factor) {
    return some(first, count).stream()
        .map(
            recording ->
                new Recording(
                    recording.seconds().stream().map(seconds -> seconds * factor).toList(),
                    recording.units(),
                    recording.label()))
        .toList();
  }

  private void assertRefusedBy(Framing framing, String... parts) {
    assertThatThrownBy(() -> run(settings(Downsample.NONE, 1, framing, CountMode.KEEP)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
    assertThat(temp.resolve("frames")).doesNotExist();
  }

  @Test
  void timesThatAreNoSecondsAreRefused() throws IOException {
    FixedBins second = new FixedBins(10, 1_000_000);
    write("x_train.h5", KEYS, slower(0, 9, 1000));
    assertRefusedBy(
        second, "Of the events in", "later than 1,000,000 microseconds", "times must be seconds");
    assertRefusedBy(TimeWindows.of(12_000), TimeWindows.TOO_LONG, "Times must be seconds");
    Downsample thousandth = new Downsample(0.001, 1);
    assertThat(run(settings(thousandth, 1, second, CountMode.KEEP)).total()).isEqualTo(9);
    FileSystems.delete(CONF, new org.apache.hadoop.fs.Path(output()));

    write("x_train.h5", KEYS, some(0, 30));
    write("x_test.h5", KEYS, slower(30, 3, 1000));
    assertRefusedBy(second, "Of the events in the test split of", "times must be seconds");
    write("x_train.h5", KEYS, slower(0, 9, 60_000));
    assertRefusedBy(second, "Times must be seconds");
  }

  @Test
  void recordingsOfWhichNoEventIsLeftAreSetAside() throws IOException {
    Recording atOnce = Recording.of(0, List.of(0.5f, 0.5f), 1, 2);
    write("x_train.h5", KEYS, List.of(Recording.random(0), atOnce, Recording.random(2)));
    for (Framing framing : List.of(new TimeBins(10, 0), new EventBins(10, 0))) {
      Manifest manifest = run(settings(Downsample.NONE, 1, framing, CountMode.KEEP));
      assertThat(manifest.total()).isEqualTo(2);
      assertThat(manifest.rejects()).isEqualTo(Map.of("no event in a time step", 1L));
      assertThat(rejects()).last().isEqualTo("x_train.h5,1,no event in a time step");
    }
    Framing windows = TimeWindows.of(12_000);
    assertThat(run(settings(Downsample.NONE, 1, windows, CountMode.KEEP)).total()).isEqualTo(3);
    FileSystems.delete(CONF, new org.apache.hadoop.fs.Path(output()));
    write("x_train.h5", KEYS, List.of(atOnce));
    assertRefusedBy(new EventBins(10, 0), "no event in a time step=1", "Look at data.events.bins");
  }

  @Test
  void labelsThatCountFromOneAreRefused() throws IOException {
    List<Float> times = List.of(0f, 0.25f);
    write("x_train.h5", KEYS, List.of(Recording.of(1, times, 1, 2), Recording.of(2, times, 1, 2)));
    assertRefused("has the label 0", "labels must count from 0");
  }

  @Test
  void framesOfAnEarlierVersionAreReadThoughItDidNotCountWhatWasKept() throws IOException {
    writeAllSplits();
    Manifest manifest = run(TUTORIAL);
    Path file = temp.resolve("frames/_manifest.json");
    assertThat(manifest.corpus(EventsCorpus.class).keptEvents()).isPositive();
    Files.deleteIfExists(temp.resolve("frames/._manifest.json.crc"));
    Files.writeString(file, Files.readString(file).replaceFirst("\\s*\"keptEvents\" : \\d+,", ""));

    EventsCorpus read =
        FrameParquet.readManifest(CONF, new org.apache.hadoop.fs.Path(output()))
            .corpus(EventsCorpus.class);
    assertThat(read.keptEvents()).isEqualTo(-1);
    assertThat(read.events()).isEqualTo(manifest.corpus(EventsCorpus.class).events());
  }

  @Test
  void howManyRecordingsAFileHasChangesNoFrames() throws IOException {
    writeAllSplits();
    Manifest few = run(TUTORIAL, 3);
    List<Example> examples = read(Split.TRAIN);
    Manifest many = run(TUTORIAL, 1000);

    assertThat(few.files()).hasSize(9 + 2 + 2 + 2);
    assertThat(many.files()).hasSize(4);
    assertThat(read(Split.TRAIN)).isEqualTo(examples);
    assertThat(few.framesFingerprint()).isEqualTo(many.framesFingerprint());
  }

  @Test
  void otherFilesAndOtherSettingsHaveOtherFingerprints() throws IOException {
    writeAllSplits();
    Manifest first = run(TUTORIAL);
    Manifest clipped =
        run(settings(new Downsample(1, 0.5), 1, TimeWindows.of(12_000), CountMode.CLIP));
    write("a_test.h5", KEYS, some(35, 6));
    Manifest other = run(TUTORIAL);

    assertThat(clipped.inputFingerprint()).isEqualTo(first.inputFingerprint());
    assertThat(List.of(first, clipped, other))
        .extracting(Manifest::framesFingerprint)
        .doesNotHaveDuplicates();
  }

  @Test
  void filesCanBeNamedForEachSplit() throws IOException {
    write("one.h5", KEYS, some(0, 3));
    write("two.h5", KEYS, some(3, 2));
    EventsSettings settings =
        new EventsSettings(
            data().toString(),
            Map.of(Split.TRAIN, List.of("one.h5"), Split.TEST, List.of("two.h5")),
            TUTORIAL,
            10);
    Manifest manifest =
        EventsPreprocessor.run(SPARK, settings, output(), OutputMode.OVERWRITE, List.of());
    assertThat(manifest.total(Split.TRAIN)).isEqualTo(3);
    assertThat(manifest.total(Split.TEST)).isEqualTo(2);
    assertThat(FrameParquet.read(SPARK, output(), "validation").count()).isZero();
  }

  @Test
  void badRecordingsAreSetAsideAndTheOthersOfTheFileAreKept() throws IOException {
    List<Float> two = List.of(0.1f, 0.2f);
    write(
        "x_train.h5",
        KEYS,
        List.of(
            Recording.random(0),
            Recording.of(2, two, 1, 2),
            Recording.of(0, two, 1, 700),
            Recording.of(0, List.of(0.2f, 0.1f), 1, 2),
            Recording.of(0, List.of(-0.1f, 0.1f), 1, 2),
            Recording.of(0, List.of(0.1f, Float.NaN), 1, 2),
            Recording.of(0, List.of(0.1f, Float.POSITIVE_INFINITY), 1, 2),
            Recording.of(0, two, 1),
            Recording.of(1, List.of()),
            Recording.random(9)));
    Manifest manifest = run(TUTORIAL, 4);

    assertThat(manifest.total()).isEqualTo(2);
    assertThat(read(Split.TRAIN)).extracting(Example::id).containsExactly(0L, 9L);
    assertThat(read(Split.TRAIN).get(1)).isEqualTo(expected(TUTORIAL, 9));
    assertThat(manifest.rejects())
        .containsOnlyKeys(
            "label out of range",
            "unit out of range",
            "times not ascending",
            "negative time",
            "time is not a number",
            "time of more than 2147 seconds",
            "times and units differ in number",
            "no events")
        .containsValue(1L);
    assertThat(rejects())
        .containsExactly(
            "file,recording,reason",
            "x_train.h5,1,label out of range",
            "x_train.h5,2,unit out of range",
            "x_train.h5,3,times not ascending",
            "x_train.h5,4,negative time",
            "x_train.h5,5,time is not a number",
            "x_train.h5,6,time of more than 2147 seconds",
            "x_train.h5,7,times and units differ in number",
            "x_train.h5,8,no events");
  }

  private List<String> rejects() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("frames/_rejects"))) {
      Path csv = files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
      return Files.readAllLines(csv);
    }
  }

  @Test
  void aCorpusWithoutAUsableRecordingIsRefused() throws IOException {
    write("x_train.h5", KEYS, List.of(Recording.of(5, List.of(0.5f), 1)));
    assertRefused("No recording of", "label out of range");
    assertThat(temp.resolve("frames")).doesNotExist();
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> run(TUTORIAL))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("data");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void put(String name, byte[] bytes) throws IOException {
    Files.deleteIfExists(data().resolve("." + name + ".crc"));
    Files.write(data().resolve(name), bytes);
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    write("x_train.h5", KEYS, some(0, 20));
    byte[] bytes = Files.readAllBytes(data().resolve("x_train.h5"));
    put("x_train.h5", Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused("x_train.h5 is cut off", "fetch or copy it again");
    put("x_train.h5", Arrays.copyOf(bytes, 20));
    assertRefused("x_train.h5 is not an HDF5 file");
  }

  @Test
  void aFileWithoutADataSetIsRefused() throws IOException {
    try (WritableHdfFile file = HdfFile.write(data().resolve("x_train.h5"))) {
      file.putDataset("labels", new int[] {0, 1});
    }
    assertRefused(
        "x_train.h5 has no data set /spikes/times, but [labels]",
        "expected /spikes/times, /spikes/units, /labels and /extra/keys");
    try (WritableHdfFile file = HdfFile.write(data().resolve("x_train.h5"))) {
      file.putGroup("spikes").putDataset("times", new float[] {0.5f, 1f});
    }
    assertRefused(
        "x_train.h5 has floating-point numbers of 32 bits in /spikes/times: expected one");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    write("x_test.h5", KEYS, some(0, 3));
    put("x_train.h5", new byte[0]);
    assertRefused("x_train.h5 is empty");
    Files.delete(data().resolve("x_train.h5"));
    put("x_train.h5.gz", new byte[0]);
    assertRefused("x_train.h5.gz is empty");
  }

  @Test
  void aGzipFileThatIsNoneIsRefusedAndOneThatIsCutOff() throws IOException {
    write("x_train.h5", KEYS, some(0, 20));
    byte[] plain = Files.readAllBytes(data().resolve("x_train.h5"));
    gzip("x_train.h5");
    byte[] packed = Files.readAllBytes(data().resolve("x_train.h5.gz"));
    put("x_train.h5", packed);
    assertRefused("x_train.h5 is packed with gzip: unpack it, or name it with .gz at its end");
    Files.delete(data().resolve("x_train.h5"));
    put("x_train.h5.gz", plain);
    assertRefused("x_train.h5.gz is no gzip file, but HDF5 that is not packed: name it .h5");
    put("x_train.h5.gz", "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8));
    assertRefused("x_train.h5.gz is a web page");
    put("x_train.h5.gz", Arrays.copyOf(packed, packed.length / 2));
    assertRefused("x_train.h5.gz is cut off");
  }

  @Test
  void whatIsNoHdf5IsRefusedAndAllSuchFilesAreNamed() throws IOException {
    put("x_train.h5", "these are no spikes".getBytes(StandardCharsets.UTF_8));
    put("x_test.h5", new byte[10_000]);
    assertRefused(
        "x_train.h5 is not an HDF5 file, or one whose beginning is damaged: fetch or copy it again",
        "x_test.h5 is not an HDF5 file");
  }

  @Test
  void filesOfDifferentCorporaAreRefused() throws IOException {
    write("x_train.h5", KEYS, some(0, 3));
    write("x_test.h5", List.of("no", "yes"), some(3, 3));
    assertRefused("x_train.h5", "x_test.h5 have other classes", "[yes, no]", "[no, yes]");
  }

  @Test
  void aFolderWithoutATrainingFileIsRefused() throws IOException {
    write("x_test.h5", KEYS, some(0, 3));
    assertRefused("has no file <name>_train.h5", "data.events.train-files");
  }

  @Test
  void aFileThatWasNamedMustBeThere() throws IOException {
    EventsSettings settings =
        new EventsSettings(
            data().toString(), Map.of(Split.TRAIN, List.of("none.h5")), TUTORIAL, 10);
    assertThatThrownBy(
            () ->
                EventsPreprocessor.run(SPARK, settings, output(), OutputMode.OVERWRITE, List.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("none.h5", "data.events.train-files");
  }
}
