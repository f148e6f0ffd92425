package org.spiketrain.data.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.SpikeHdf5Writer;

/**
 * Ten made-up words, spoken by made-up voices, as a small corpus in the layout of the Spiking
 * Speech Commands: for demonstrations and tests where there is no other. The words differ by how
 * their formants sweep; no voice speaks in two splits. The same seed gives the same files.
 *
 * @param seed decides the voices and everything else random
 * @param train recordings of each word in {@code synthetic_train.h5}, at least 1
 * @param validation the same in {@code synthetic_valid.h5}
 * @param test the same in {@code synthetic_test.h5}
 */
public record SyntheticSpeech(long seed, int train, int validation, int test) {
  /** The words, sorted: label 0 is the first. */
  public static final List<String> WORDS =
      List.of("asha", "kesi", "lelu", "mami", "pumo", "shika", "sosu", "towa", "wiso", "yaro");

  private static final List<String> PHONEMES =
      List.of("aca", "-kesi", "lelu", "mami", "-pumo", "ci-ka", "sosu", "-towa", "wiso", "yaro");

  /** A voice says every word so often before the next voice speaks. */
  private static final int TAKES = 2;

  /**
   * Writes the three files.
   *
   * @param folder folder on any Hadoop file system; it should be a staging one, since the files
   *     appear one after the other
   */
  public void write(Configuration conf, Path folder) {
    write(conf, folder, Split.TRAIN, train);
    write(conf, folder, Split.VALIDATION, validation);
    write(conf, folder, Split.TEST, test);
  }

  private void write(Configuration conf, Path folder, Split split, int recordings) {
    Path file = new Path(folder, "synthetic_" + split.published() + ".h5");
    GammatoneEar ear = new GammatoneEar();
    try (SpikeHdf5Writer writer = new SpikeHdf5Writer(conf, file)) {
      for (int take = 0; take < recordings; take++) {
        List<Spikes> words = heard(ear, split, take);
        for (int word = 0; word < WORDS.size(); word++) {
          Spikes events = words.get(word);
          writer.add(events.seconds(), events.units(), word, speaker(split, take));
        }
      }
      writer.finish(WORDS);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** All words of a take, heard on all cores. */
  private List<Spikes> heard(GammatoneEar ear, Split split, int take) {
    return IntStream.range(0, WORDS.size())
        .parallel()
        .mapToObj(word -> ear.hear(sound(split, word, take), random(split, word, take, 1)))
        .toList();
  }

  /** Voices of different splits have different numbers. */
  @SuppressWarnings("EnumOrdinal") // Words and their speakers have always been drawn by it.
  private static int speaker(Split split, int take) {
    return take / TAKES * Split.values().length + split.ordinal();
  }

  /** A second of sound. */
  private float[] sound(Split split, int word, int take) {
    FormantVoice voice = FormantVoice.random(random(split, -1, take / TAKES, 0));
    SplittableRandom random = random(split, word, take, 0);
    return voice.varied(random).say(PHONEMES.get(word), GammatoneEar.SAMPLE_RATE, random);
  }

  @SuppressWarnings("EnumOrdinal")
  private SplittableRandom random(Split split, int word, int take, int purpose) {
    long mixed = seed;
    for (int number : new int[] {split.ordinal(), word, take, purpose}) {
      mixed = new SplittableRandom(mixed ^ number).nextLong();
    }
    return new SplittableRandom(mixed);
  }
}
