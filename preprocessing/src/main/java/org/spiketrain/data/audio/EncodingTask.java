package org.spiketrain.data.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.FileSystems;

/** Encodes a range of sound files, within a Spark task. */
final class EncodingTask {
  private final Configuration conf;
  private final AudioEncoder.Settings settings;
  private final List<String> words;
  private final PartWriters writers;
  private final Cochlea cochlea = new Cochlea();
  private final List<EncodedSound> sounds = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private EncodingTask(
      Configuration conf, AudioEncoder.Settings settings, List<String> words, PartWriters writers) {
    this.conf = conf;
    this.settings = settings;
    this.words = words;
    this.writers = writers;
  }

  /**
   * Result of the task.
   *
   * @param sounds the files that became recordings, in the order of the recordings
   * @param faults the others, each with its reason
   */
  record Result(List<EncodedSound> sounds, List<String> faults) implements Serializable {}

  /**
   * Encodes files.
   *
   * @param words all words, in the order of their labels
   * @param writers receive the recordings
   */
  static Result run(
      Configuration conf,
      AudioEncoder.Settings settings,
      List<String> words,
      PartWriters writers,
      Iterator<AudioFile> files)
      throws IOException {
    EncodingTask task = new EncodingTask(conf, settings, words, writers);
    while (files.hasNext()) {
      task.encode(files.next());
    }
    writers.finish(words);
    return new Result(task.sounds, task.faults);
  }

  private void encode(AudioFile file) throws IOException {
    try (InputStream in = open(file)) {
      float[] sound = Sound.read(in);
      SpikeEvents events =
          cochlea.hear(sound, new SplittableRandom(file.randomSeed(settings.seed())));
      if (events.units().length == 0) {
        faults.add("%s: has %d samples and no event in them".formatted(file.name(), sound.length));
      } else {
        write(file, events);
      }
    } catch (UnsupportedAudioFileException e) {
      faults.add(file.name() + ": is no WAV file that can be read: " + e.getMessage());
    }
  }

  private void write(AudioFile file, SpikeEvents events) throws IOException {
    Split split = settings.split(file.place());
    long recording = writers.add(split, events, file.word(), file.speakerNumber());
    sounds.add(
        new EncodedSound(
            file.name(),
            words.get(file.word()),
            file.speaker(),
            split,
            writers.name(split),
            recording));
  }

  private InputStream open(AudioFile file) {
    Path path = new Path(file.location());
    try {
      return FileSystems.of(conf, path).open(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
