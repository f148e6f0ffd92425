package org.spiketrain.preprocess.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.source.FileSystems;
import org.spiketrain.preprocess.source.PathSetting;
import org.spiketrain.preprocess.source.SpikeHdf5Writer;

/**
 * Turns a folder of recorded words into files of events: {@code <word>/<any>.wav} in, {@code
 * words-<number>_train.h5}, {@code _valid} and {@code _test} in the layout of the Spiking Speech
 * Commands out. A speaker is in one split only. Every task encodes a range of the files and writes
 * its own.
 */
public final class AudioEncoder {
  private static final String ENDING = ".wav";
  private static final int FILES_A_TASK = 500;

  private AudioEncoder() {}

  /**
   * How it is done.
   *
   * @param validationShare share of the speakers in validation, in [0, 1)
   * @param testShare share of the speakers in test, in [0, 1); the rest trains
   * @param seed decides when fibres fire
   */
  public record Settings(double validationShare, double testShare, long seed)
      implements Serializable {
    private String part(double place) {
      if (place < testShare) {
        return "test";
      }
      return place < testShare + validationShare ? "valid" : "train";
    }
  }

  /**
   * What was done.
   *
   * @param words the words, in the order of their labels
   * @param recordings number of recordings written
   * @param faults what was left out, each with its reason
   */
  public record Result(List<String> words, long recordings, List<String> faults) {}

  /** What a task did. */
  private record Written(long recordings, List<String> faults) implements Serializable {}

  /**
   * Encodes all files.
   *
   * @param input folder with one folder a word
   * @param output an existing folder for the files
   * @throws UserErrorException if there is nothing to encode, or nothing to train on
   */
  public static Result run(SparkSession spark, Settings settings, String input, Path output) {
    List<String> words = new ArrayList<>();
    List<AudioFile> files = list(spark, PathSetting.parse("--input", input), words);
    if (files.stream().noneMatch(file -> settings.part(file.place()).equals("train"))) {
      throw new UserErrorException(
          "No speaker of %s is left to train on: add recordings or lower the shares of validation and test"
              .formatted(input));
    }
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    List<String> keys = List.copyOf(words);
    String target = output.toString();
    List<Written> written =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, (files.size() + FILES_A_TASK - 1) / FILES_A_TASK)
            .mapPartitionsWithIndex(
                (task, part) ->
                    List.of(encode(task, part, keys, settings, conf.value(), new Path(target)))
                        .iterator(),
                true)
            .collect();
    return new Result(
        keys,
        written.stream().mapToLong(Written::recordings).sum(),
        written.stream().flatMap(task -> task.faults().stream()).toList());
  }

  private static List<AudioFile> list(SparkSession spark, Path folder, List<String> words) {
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
              new AudioFile(
                  sound.getPath().toString(),
                  name + "/" + sound.getPath().getName(),
                  words.size()));
        }
        if (!sounds.isEmpty()) {
          words.add(name);
        }
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read folder %s: %s. Name a folder with one folder a word (--input)"
              .formatted(folder, e.getMessage()),
          e);
    }
    if (words.size() < 2) {
      throw new UserErrorException(
          "Folder %s has .wav files of %d words: put at least two folders there, each named after its word (--input)"
              .formatted(folder, words.size()));
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

  private static Written encode(
      int task,
      Iterator<AudioFile> files,
      List<String> words,
      Settings settings,
      Configuration conf,
      Path output)
      throws IOException {
    Cochlea cochlea = new Cochlea();
    List<String> faults = new ArrayList<>();
    long recordings = 0;
    try (PartWriters writers = new PartWriters(conf, output, "words-%05d".formatted(task))) {
      while (files.hasNext()) {
        AudioFile file = files.next();
        try (InputStream in = open(conf, file)) {
          float[] sound = Sound.read(in);
          SpikeEvents events =
              cochlea.hear(sound, new SplittableRandom(file.randomSeed(settings.seed())));
          SpikeHdf5Writer writer = writers.of(settings.part(file.place()));
          writer.add(events.seconds(), events.units(), file.word(), file.speakerNumber());
          recordings++;
        } catch (UnsupportedAudioFileException e) {
          faults.add(file.name() + ": is no WAV file that can be read: " + e.getMessage());
        }
      }
      writers.finish(words);
    }
    return new Written(recordings, faults);
  }

  private static InputStream open(Configuration conf, AudioFile file) {
    Path path = new Path(file.location());
    try {
      return FileSystems.of(conf, path).open(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
