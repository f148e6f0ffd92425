package org.spiketrain.data.audio;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;

/**
 * Turns a folder of recorded words into files of events: {@code <word>/<any>.wav} in, {@code
 * words-<number>_train.h5}, {@code _valid} and {@code _test} in the layout of the Spiking Speech
 * Commands out, with an index beside them: {@code recordings.csv}, an {@link EncodedSound} a line.
 * A speaker is in one split only. Every task encodes a range of the files and writes its own.
 */
public final class AudioEncoder {
  private static final String ENDING = ".wav";
  private static final String INDEX = "recordings.csv";

  /** A folder is shared by so many tasks if these are neither too small nor too large. */
  private static final int TASKS = 32;

  private static final int LEAST_FILES_A_TASK = 16;
  private static final int MOST_FILES_A_TASK = 500;

  private AudioEncoder() {}

  /**
   * Settings of the encoding.
   *
   * @param validationFraction fraction of the speakers in validation, in [0, 1)
   * @param testFraction fraction of the speakers in test, in [0, 1); the rest trains
   * @param seed decides when fibres fire
   */
  public record Settings(double validationFraction, double testFraction, long seed)
      implements Serializable {
    Split split(double place) {
      if (place < testFraction) {
        return Split.TEST;
      }
      return place < testFraction + validationFraction ? Split.VALIDATION : Split.TRAIN;
    }
  }

  /** A sound file, named as in {@code yes/0a7c2a8d_nohash_0.wav}. */
  record AudioFile(String location, String name) implements Serializable {
    private static final double ALL = 1L << 32;

    /** Word that is spoken: the folder that the file is in. */
    String word() {
      return name.substring(0, name.indexOf('/'));
    }

    /**
     * Speaker: the part of the name before {@code _nohash_} or before its first {@code _}, as in
     * the Speech Commands; a name without one is a speaker of its own.
     */
    String speaker() {
      String file = name.substring(name.lastIndexOf('/') + 1);
      int end = file.indexOf('_');
      return end > 0 ? file.substring(0, end) : file;
    }

    /** A number of the speaker from 0 to 65535, which rarely two have. */
    int speakerNumber() {
      return (int) (hash(speaker()) & 0xFFFF);
    }

    /** Position of the speaker among all, from 0 to 1, which determines the split. */
    double place() {
      return hash("split " + speaker()) / ALL;
    }

    /** Decides what is random about the file, together with a seed. */
    long randomSeed(long seed) {
      return hash(name) ^ seed << Integer.SIZE;
    }

    private static long hash(String text) {
      CRC32 crc = new CRC32();
      crc.update(text.getBytes(StandardCharsets.UTF_8));
      return crc.getValue();
    }
  }

  /**
   * Result of the encoding, of all files or of a task's.
   *
   * @param words the words of the folder, in the order of their labels
   * @param labels the words that labels count, of which the folder may have some only
   * @param sounds the files that became recordings
   * @param faults what was left out, each with its reason
   */
  public record Result(
      List<String> words, List<String> labels, List<EncodedSound> sounds, List<String> faults)
      implements Serializable {
    /** Whether labels are those of the published Spiking Speech Commands. */
    public boolean publishedLabels() {
      return labels.equals(SpeechCommands.WORDS);
    }

    /** Number of recordings of a word in a part of the data. */
    public long recordings(String word, Split split) {
      return sounds.stream()
          .filter(sound -> sound.split() == split && sound.word().equals(word))
          .count();
    }
  }

  /**
   * A sound file that became a recording.
   *
   * @param sound its name below the folder of words, such as {@code yes/0a7c2a8d_nohash_0.wav}
   * @param word its word
   * @param speaker who speaks
   * @param split part of the data that the recording is in
   * @param file name of the HDF5 file with it
   * @param recording its index in that file, from 0
   */
  public record EncodedSound(
      String sound, String word, String speaker, Split split, String file, long recording)
      implements Serializable {}

  /**
   * Encodes all files.
   *
   * @param input folder with one folder a word
   * @param output an existing folder for the files
   * @throws UserErrorException if there is nothing to encode, or nothing to train on
   */
  public static Result run(SparkSession spark, Settings settings, String input, Path output) {
    List<AudioFile> files = list(spark, PathSetting.parse("--input", input));
    if (files.stream().noneMatch(file -> settings.split(file.place()) == Split.TRAIN)) {
      throw new UserErrorException(
          "No speaker of %s is left to train on: add recordings or lower the shares of validation and test"
              .formatted(input));
    }
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    Set<String> words = files.stream().map(AudioFile::word).collect(Collectors.toSet());
    List<String> labels = SpeechCommands.labels(words);
    String target = output.toString();
    int share = (files.size() + TASKS - 1) / TASKS;
    int filesATask = Math.max(LEAST_FILES_A_TASK, Math.min(MOST_FILES_A_TASK, share));
    List<Result> results =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, (files.size() + filesATask - 1) / filesATask)
            .mapPartitionsWithIndex(
                (task, part) ->
                    List.of(encode(task, part, labels, settings, conf.value(), new Path(target)))
                        .iterator(),
                true)
            .collect();
    List<EncodedSound> sounds =
        results.stream().flatMap(result -> result.sounds().stream()).toList();
    byte[] index = index(sounds).getBytes(StandardCharsets.UTF_8);
    AtomicOutput.writeFile(
        conf.value(), new Path(output, INDEX), index, OutputMode.REFUSE_EXISTING);
    return new Result(
        labels.stream().filter(words::contains).toList(),
        labels,
        sounds,
        results.stream().flatMap(result -> result.faults().stream()).toList());
  }

  private static List<AudioFile> list(SparkSession spark, Path folder) {
    List<AudioFile> files = new ArrayList<>();
    try {
      FileSystem fs = FileSystems.of(spark.sessionState().newHadoopConf(), folder);
      for (FileStatus word : sorted(fs.listStatus(folder, AudioEncoder::isVisible))) {
        List<FileStatus> sounds =
            word.isDirectory()
                ? sorted(fs.listStatus(word.getPath(), AudioEncoder::isSound))
                : List.of();
        String name = word.getPath().getName();
        for (FileStatus sound : sounds) {
          files.add(
              new AudioFile(sound.getPath().toString(), name + "/" + sound.getPath().getName()));
        }
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read folder %s: %s. Name a folder with one folder a word (--input)"
              .formatted(folder, e.getMessage()),
          e);
    }
    long words = files.stream().map(AudioFile::word).distinct().count();
    if (words < 2) {
      throw new UserErrorException(
          "Folder %s has .wav files of %d words: put at least two folders there, each named after its word (--input)"
              .formatted(folder, words));
    }
    return files;
  }

  private static boolean isVisible(Path path) {
    return !path.getName().startsWith(".") && !path.getName().startsWith("_");
  }

  private static boolean isSound(Path path) {
    return isVisible(path) && path.getName().toLowerCase(Locale.ROOT).endsWith(ENDING);
  }

  private static List<FileStatus> sorted(FileStatus[] found) {
    return Arrays.stream(found)
        .sorted(Comparator.comparing(status -> status.getPath().getName()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Result encode(
      int task,
      Iterator<AudioFile> files,
      List<String> labels,
      Settings settings,
      Configuration conf,
      Path output)
      throws IOException {
    String prefix = "words-%05d".formatted(task);
    try (EncodingTask encoding = new EncodingTask(conf, settings, labels, output, prefix)) {
      return encoding.run(files);
    }
  }

  private static String index(List<EncodedSound> sounds) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    StringWriter text = new StringWriter();
    CsvWriter csv = new CsvWriter(text, settings);
    csv.writeHeaders("sound", "word", "speaker", "split", "file", "recording");
    for (EncodedSound sound : sounds) {
      csv.writeRow(
          sound.sound(),
          sound.word(),
          sound.speaker(),
          sound.split().label(),
          sound.file(),
          sound.recording());
    }
    csv.close();
    return text.toString();
  }
}
