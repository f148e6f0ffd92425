package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.RecordingFiles;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.EventsEncoder;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.SpikeHdf5Writer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScoreSettings.OutputFormat;

class RecordingScoresIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final List<String> CLASSES = RecordingFiles.CLASSES;

  /** Ten of the sixty channels together: two for each class. */
  private static final EventTransform.Settings TRANSFORM =
      new EventTransform.Settings(
          RecordingFiles.CHANNELS,
          Downsample.NONE,
          10,
          new FixedBins(4, 1_000_000),
          CountMode.KEEP);

  /** Gives each class its share of the events. */
  static final ScoreJob JOB =
      new ScoreJob(
          SPARK,
          new ScoringModel(
              batch -> batch.stream().map(RecordingScoresIT::shares).toArray(float[][]::new),
              CLASSES,
              DataKinds.get("events").terms(),
              new EventsEncoder(TRANSFORM)));

  @TempDir Path folder;

  private static float[] shares(SpikeFrames frames) {
    float[] shares = new float[CLASSES.size()];
    float all = 0;
    for (int k = 0; k < frames.entries(); k++) {
      shares[frames.channel()[k] / 2] += frames.valueAt(k);
      all += frames.valueAt(k);
    }
    for (int c = 0; c < shares.length; c++) {
      shares[c] /= all;
    }
    return shares;
  }

  private static ScoreSettings settings(OutputFormat format) {
    return new ScoreSettings(
        2, format, new CsvDialect(CsvHeader.DETECT, ','), OutputMode.REFUSE_EXISTING);
  }

  private ScoreSummary score(String input, OutputFormat format) {
    return JOB.run(folder.resolve(input).toString(), output().toString(), settings(format));
  }

  private Path output() {
    return folder.resolve("scores");
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(output())) {
      return files.filter(p -> p.getFileName().toString().startsWith("part-")).sorted().toList();
    }
  }

  private List<String> lines() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path part : parts()) {
      all.append(Files.readString(part));
    }
    return all.toString().lines().toList();
  }

  private void gzip(Path file) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(file + ".gz")))) {
      Files.copy(file, out);
    }
    Files.delete(file);
  }

  private void zip(Path file) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(file + ".zip")))) {
      out.putNextEntry(new ZipEntry("README"));
      out.putNextEntry(new ZipEntry(file.getFileName().toString()));
      Files.copy(file, out);
    }
    Files.delete(file);
  }

  @Test
  void aFolderOfFilesIsScoredInItsOrderWhereverTheyArePacked() throws IOException {
    RecordingFiles.write(folder.resolve("in/a.h5"), 40, 50, 1);
    RecordingFiles.write(folder.resolve("in/b.h5"), 20, 50, 2);
    RecordingFiles.write(folder.resolve("in/deeper/c.h5"), 10, 50, 3);
    gzip(folder.resolve("in/b.h5"));
    zip(folder.resolve("in/deeper/c.h5"));
    Files.writeString(folder.resolve("in/notes.txt"), "no recordings");

    ScoreSummary summary = score("in", OutputFormat.PARQUET);

    assertThat(summary.scored()).isEqualTo(70);
    assertThat(summary.rejected()).isZero();
    assertThat(parts()).hasSizeGreaterThan(3);
    assertThat(output()).isDirectoryNotContaining("glob:**/_{unpacked,rejects}");
    List<Row> rows =
        parts().stream()
            .flatMap(part -> SPARK.read().parquet(part.toString()).collectAsList().stream())
            .toList();
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly(
            "file", "recording", "label_1", "probability_1", "label_2", "probability_2");
    for (int k = 0; k < rows.size(); k++) {
      int inFile = k < 40 ? k : k < 60 ? k - 40 : k - 60;
      assertThat(rows.get(k).getString(0))
          .isEqualTo(k < 40 ? "a.h5" : k < 60 ? "b.h5.gz" : "deeper/c.h5.zip");
      assertThat(rows.get(k).getLong(1)).isEqualTo(inFile);
      assertThat(rows.get(k).getString(2)).isEqualTo(CLASSES.get(inFile % 3));
      assertThat(rows.get(k).getFloat(3)).isBetween(0.7f, 1f);
    }
  }

  @Test
  void labelsAreNotLookedAtAndNeedNotBeThere() throws IOException {
    Path file = folder.resolve("in/words.h5");
    Random random = new Random(4);
    try (SpikeHdf5Writer writer = RecordingFiles.writer(file)) {
      writer.add(RecordingFiles.seconds(random, 30), RecordingFiles.units(random, 30, 2), 999, 1);
      writer.finish(List.of("other", "classes"));
    }
    hide(file, "labels");
    hide(file, "keys");

    assertThat(score("in/words.h5", OutputFormat.CSV).scored()).isEqualTo(1);
    assertThat(lines())
        .hasSize(2)
        .first()
        .isEqualTo("file,recording,label_1,probability_1,label_2,probability_2");
    assertThat(lines().get(1)).startsWith("words.h5,0,high,");
  }

  /** Calls a data set by another name of the same length, and mends its group's checksum. */
  private static void hide(Path file, String dataSet) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int name = text.lastIndexOf(dataSet);
    Arrays.fill(bytes, name, name + dataSet.length(), (byte) 'x');
    int header = text.lastIndexOf("OHDR", name);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = header + 8 + buffer.getShort(header + 6);
    buffer.putInt(end, JenkinsLookup3HashLittle.hash(Arrays.copyOfRange(bytes, header, end)));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.write(file, bytes);
  }

  private void writeOneGoodAndFourBad(String name, boolean good) throws IOException {
    Random random = new Random(5);
    try (SpikeHdf5Writer writer = RecordingFiles.writer(folder.resolve("in").resolve(name))) {
      writer.add(new float[] {0.2f, 0.1f}, new int[] {1, 2}, 0, 1);
      writer.add(new float[] {0.1f}, new int[] {60}, 0, 1);
      if (good) {
        writer.add(RecordingFiles.seconds(random, 30), RecordingFiles.units(random, 30, 0), 0, 1);
      }
      writer.add(new float[0], new int[0], 0, 1);
      writer.add(new float[] {2, 3}, new int[] {1, 2}, 0, 1);
      writer.finish(CLASSES);
    }
  }

  @Test
  void recordingsThatCannotBeScoredAreListedWithTheirReason() throws IOException {
    writeOneGoodAndFourBad("words.h5", true);

    ScoreSummary summary = score("in", OutputFormat.JSON);

    assertThat(summary.scored()).isEqualTo(1);
    assertThat(summary.rejected()).isEqualTo(4);
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith(
            "{\"file\":\"words.h5\",\"recording\":2,\"label_1\":\"low\",\"probability_1\":");
    List<Row> rejects =
        SPARK
            .read()
            .option("header", true)
            .csv(output().resolve("_rejects").toString())
            .collectAsList();
    assertThat(rejects.get(0).schema().fieldNames()).containsExactly("file", "recording", "reason");
    assertThat(rejects.stream().map(row -> row.getString(1) + " " + row.getString(2)))
        .containsExactly(
            "0 times not ascending",
            "1 unit out of range",
            "3 no events",
            "4 no event in a time step");
  }

  @Test
  void anInputWithoutARecordingThatCanBeScoredIsRefusedAndNothingIsWritten() throws IOException {
    writeOneGoodAndFourBad("words.h5", false);
    assertRefused("in", "No recording of", "no events=1", "recordings of 60 channels");

    byte[] whole = Files.readAllBytes(folder.resolve("in/words.h5"));
    Path torn = folder.resolve("torn.h5");
    Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
    assertRefused("torn.h5", "torn.h5 is cut off");
    Files.createDirectories(folder.resolve("hollow"));
    assertRefused("hollow", "has no files");
    Files.writeString(folder.resolve("hollow/names.txt"), "Dovesky");
    assertRefused("hollow", "has no recordings, which the model reads", ".h5.gz");
    assertRefused("hollow/names.txt", "has no recordings, which the model reads");
    assertRefused("gone", "There is no file or folder");
  }

  private void assertRefused(String input, String... parts) {
    assertThatThrownBy(() -> score(input, OutputFormat.PARQUET))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
    assertThat(output()).doesNotExist();
  }

  @Test
  void aModelOfNamesRefusesRecordings() {
    RecordingFiles.write(folder.resolve("in/words.h5"), 1, 10, 1);
    ScoreJob names = new ScoreJob(SPARK, FakeModel.model());
    assertThatThrownBy(
            () ->
                names.run(
                    folder.resolve("in").toString(),
                    output().toString(),
                    settings(OutputFormat.CSV)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("words.h5 holds recordings, but the model knows names");
  }
}
