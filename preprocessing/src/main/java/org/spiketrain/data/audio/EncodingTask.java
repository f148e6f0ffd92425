package org.spiketrain.data.audio;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Split;
import org.spiketrain.data.audio.AudioEncoder.AudioFile;
import org.spiketrain.data.audio.AudioEncoder.EncodedSound;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.SpikeHdf5Writer;

/** Encodes a range of sound files, within a Spark task, to a file for each split that has any. */
final class EncodingTask implements Closeable {
  private final Configuration conf;
  private final AudioEncoder.Settings settings;
  private final List<String> labels;
  private final Path folder;
  private final String prefix;
  private final Ear ear = new Ear();
  private final Map<Split, SpikeHdf5Writer> writers = new EnumMap<>(Split.class);
  private final List<EncodedSound> sounds = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  EncodingTask(
      Configuration conf,
      AudioEncoder.Settings settings,
      List<String> labels,
      Path folder,
      String prefix) {
    this.conf = conf;
    this.settings = settings;
    this.labels = labels;
    this.folder = folder;
    this.prefix = prefix;
  }

  AudioEncoder.Result run(Iterator<AudioFile> files) throws IOException {
    while (files.hasNext()) {
      encode(files.next());
    }
    for (SpikeHdf5Writer writer : writers.values()) {
      writer.finish(labels);
    }
    return new AudioEncoder.Result(List.of(), labels, sounds, faults);
  }

  private void encode(AudioFile file) throws IOException {
    try (InputStream in = open(file)) {
      float[] sound = Sound.read(in);
      if (sound.length == 0) {
        faults.add(file.name() + ": has no samples");
        return;
      }
      Spikes spikes = ear.hear(sound, new SplittableRandom(file.randomSeed(settings.seed())));
      if (spikes.units().length == 0) {
        faults.add(
            "%s: has %d samples and no event in them, as where one is not a number"
                .formatted(file.name(), sound.length));
      } else {
        write(file, spikes);
      }
    } catch (UnsupportedAudioFileException e) {
      faults.add(file.name() + ": is no WAV file that can be read: " + e.getMessage());
    }
  }

  private void write(AudioFile file, Spikes spikes) throws IOException {
    Split split = settings.split(file.place());
    String name = "%s_%s.h5".formatted(prefix, split.published());
    SpikeHdf5Writer writer = writers.get(split);
    if (writer == null) {
      writer = new SpikeHdf5Writer(conf, new Path(folder, name));
      writers.put(split, writer);
    }
    int recording =
        writer.add(
            spikes.seconds(), spikes.units(), labels.indexOf(file.word()), file.speakerNumber());
    sounds.add(new EncodedSound(file.name(), file.word(), file.speaker(), split, name, recording));
  }

  private InputStream open(AudioFile file) {
    Path path = new Path(file.location());
    try {
      return FileSystems.open(conf, path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  @Override
  public void close() throws IOException {
    for (SpikeHdf5Writer writer : writers.values()) {
      writer.close();
    }
  }
}
