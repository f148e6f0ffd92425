package org.spiketrain.data.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.audio.AudioEncoder.EncodedSound;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.EventsPreprocessor;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

class AudioEncoderIT {
  private static final AudioEncoder.Settings SETTINGS = new AudioEncoder.Settings(0.2, 0.2, 1);
  private static final EventTransform.Settings BINS =
      new EventTransform.Settings(
          Ear.CHANNELS, Downsample.NONE, 5, new FixedBins(50, 1_000_000), CountMode.KEEP);

  @TempDir private Path temp;

  private static void writeWav(Path file, String phonemes, int bits, int channels)
      throws IOException {
    SplittableRandom random = new SplittableRandom(file.toString().length());
    float[] sound = FormantVoice.random(random).say(phonemes, Ear.SAMPLE_RATE / 2, random);
    writeWav(file, sound, bits, channels);
  }

  private static void writeWav(Path file, float[] sound, int bits, int channels)
      throws IOException {
    byte[] bytes = new byte[sound.length * channels * bits / 8];
    for (int t = 0, at = 0; t < sound.length; t++) {
      int sample = (int) Math.max(-32768, Math.min(32767, sound[t] * 8000));
      for (int c = 0; c < channels; c++) {
        bytes[at++] = (byte) (bits == 8 ? (sample >> 8) + 128 : sample);
        if (bits == 16) {
          bytes[at++] = (byte) (sample >> 8);
        }
      }
    }
    AudioFormat format = new AudioFormat(Ear.SAMPLE_RATE, bits, channels, bits == 16, false);
    Files.createDirectories(file.getParent());
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(bytes), format, sound.length),
        AudioFileFormat.Type.WAVE,
        file.toFile());
  }

  private Path words(int speakers) throws IOException {
    Path words = temp.resolve("words");
    for (int speaker = 0; speaker < speakers; speaker++) {
      String name = Integer.toHexString(speaker * 7919) + "_nohash_0.wav";
      writeWav(words.resolve("yes").resolve(name), "yes", 16, 1 + speaker % 2);
      writeWav(words.resolve("mama").resolve(name), "mama", speaker % 3 == 0 ? 8 : 16, 1);
    }
    return words;
  }

  private AudioEncoder.Result encode(Path words, Path to) {
    return AudioEncoder.run(
        LocalSpark.session(),
        SETTINGS,
        words.toString(),
        new org.apache.hadoop.fs.Path(to.toUri()));
  }

  private Manifest preprocess(Path events) {
    return EventsPreprocessor.run(
        LocalSpark.session(),
        new EventsSettings(events.toString(), Map.of(), BINS, 100),
        temp.resolve("frames").toString(),
        OutputMode.OVERWRITE,
        List.of());
  }

  @Test
  void recordedWordsBecomeEventsThatPreprocessingReads() throws IOException {
    Path words = words(12);
    Files.writeString(words.resolve("yes/broken.wav"), "no sound at all");
    Files.createFile(words.resolve("yes/empty.wav"));
    writeWav(words.resolve("yes/silent, so.wav"), new float[0], 16, 1);
    Path events = Files.createDirectory(temp.resolve("events"));
    AudioEncoder.Result result = encode(words, events);

    assertThat(result.words()).containsExactly("mama", "yes");
    assertThat(result.publishedLabels()).isFalse();
    assertThat(result.sounds()).hasSize(24);
    assertThat(result.faults()).hasSize(3);
    assertThat(result.faults().get(0)).startsWith("yes/broken.wav: is no WAV file");
    assertThat(result.faults().get(1)).startsWith("yes/empty.wav: is no WAV file");
    assertThat(result.faults().get(2)).isEqualTo("yes/silent, so.wav: has no samples");
    Manifest manifest = preprocess(events);
    assertThat(manifest.classes()).containsExactly("mama", "yes");
    assertThat(manifest.total()).isEqualTo(24);
    assertThat(manifest.rejects()).isEmpty();
    assertThat(manifest.total(Split.TRAIN)).isBetween(8L, 22L).isEven();
    for (Split split : Split.values()) {
      assertThat(result.recordings("mama", split))
          .isEqualTo(manifest.counts().get("mama").get(split.label()));
    }
  }

  @Test
  void theIndexSaysWhichSoundBecameWhichRecording() throws IOException {
    Path events = Files.createDirectory(temp.resolve("events"));
    Path words = words(5);
    writeWav(words.resolve("yes/0_nohash_\"1\", again.wav"), "yes", 16, 1);
    List<EncodedSound> sounds = encode(words, events).sounds();
    List<Row> index =
        LocalSpark.session()
            .read()
            .option("header", true)
            .option("escape", "\"")
            .csv(events.resolve("recordings.csv").toString())
            .collectAsList();

    assertThat(index.get(0).schema().fieldNames())
        .containsExactly("sound", "word", "speaker", "split", "file", "recording");
    assertThat(index)
        .extracting(row -> row.mkString("|"))
        .isEqualTo(
            sounds.stream()
                .map(
                    sound ->
                        String.join(
                            "|",
                            sound.sound(),
                            sound.word(),
                            sound.speaker(),
                            sound.split().label(),
                            sound.file(),
                            String.valueOf(sound.recording())))
                .toList());
    assertThat(sounds).extracting(EncodedSound::sound).contains("yes/0_nohash_\"1\", again.wav");
    preprocess(events);
    Map<String, String> wordOf = new HashMap<>();
    for (Split split : Split.values()) {
      FrameParquet.read(LocalSpark.session(), temp.resolve("frames").toString(), split.label())
          .collectAsList()
          .forEach(
              row ->
                  wordOf.put(
                      split.label() + " " + row.getAs("source"),
                      List.of("mama", "yes").get(row.<Integer>getAs("label"))));
    }
    assertThat(sounds)
        .hasSize(11)
        .allSatisfy(
            sound ->
                assertThat(wordOf)
                    .containsEntry(
                        sound.split().label() + " " + sound.file() + ":" + sound.recording(),
                        sound.word()));
  }

  @Test
  void theSameFilesGiveTheSameEvents() throws IOException {
    Path words = words(5);
    Path one = Files.createDirectory(temp.resolve("one"));
    Path two = Files.createDirectory(temp.resolve("two"));
    encode(words, one);
    encode(words, two);
    assertThat(one.resolve("words-00000_train.h5"))
        .hasSameBinaryContentAs(two.resolve("words-00000_train.h5"));
    assertThat(one.resolve("recordings.csv")).hasSameBinaryContentAs(two.resolve("recordings.csv"));
  }

  /** Yes is 13 and no is 25 in the published files. */
  @Test
  void wordsOfTheSpeechCommandsHaveTheLabelsOfThePublishedEvents() throws IOException {
    Path words = temp.resolve("words");
    for (int speaker = 0; speaker < 8; speaker++) {
      writeWav(words.resolve("yes").resolve(speaker + "_1.wav"), "yes", 16, 1);
      writeWav(words.resolve("no").resolve(speaker + "_1.wav"), "lo", 16, 1);
    }
    Path events = Files.createDirectory(temp.resolve("events"));
    AudioEncoder.Result result = encode(words, events);

    assertThat(result.words()).containsExactly("yes", "no");
    assertThat(result.publishedLabels()).isTrue();
    Manifest manifest = preprocess(events);
    assertThat(manifest.classes()).hasSize(35).startsWith("zero", "one").endsWith("cat", "right");
    assertThat(manifest.classes().get(13)).isEqualTo("yes");
    assertThat(manifest.classes().get(25)).isEqualTo("no");
    assertThat(manifest.counts().get("yes").values().stream().mapToLong(Number::longValue).sum())
        .isEqualTo(8);
  }

  @Test
  void aFolderWithoutWordsIsRefused() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThatThrownBy(() -> encode(empty, temp))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("has .wav files of 0 words", "--input");
  }

  @Test
  void syntheticSpeechIsACorpusAndTheSameOneForASeed() throws IOException {
    Path one = Files.createDirectory(temp.resolve("one"));
    Path two = Files.createDirectory(temp.resolve("two"));
    new SyntheticSpeech(5, 2, 1, 1)
        .write(new Configuration(), new org.apache.hadoop.fs.Path(one.toUri()));
    new SyntheticSpeech(5, 1, 1, 1)
        .write(new Configuration(), new org.apache.hadoop.fs.Path(two.toUri()));

    assertThat(one.resolve("synthetic_test.h5"))
        .hasSameBinaryContentAs(two.resolve("synthetic_test.h5"));
    Manifest manifest = preprocess(one);
    assertThat(manifest.classes()).isEqualTo(SyntheticSpeech.WORDS);
    assertThat(manifest.total(Split.TRAIN)).isEqualTo(20);
    assertThat(manifest.total(Split.VALIDATION)).isEqualTo(10);
    assertThat(manifest.total(Split.TEST)).isEqualTo(10);
    assertThat(manifest.rejects()).isEmpty();
  }
}
