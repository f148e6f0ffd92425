package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;

class EventsCommandsIT {
  private static final int RATE = 16_000;

  @TempDir Path folder;

  @BeforeEach
  void spark() {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
  }

  private void writeTone(String word, int speaker, double hertz) throws IOException {
    byte[] bytes = new byte[RATE];
    for (int t = 0; t < bytes.length / 2; t++) {
      int sample = (int) (10_000 * Math.sin(2 * Math.PI * hertz * t / RATE));
      bytes[2 * t] = (byte) sample;
      bytes[2 * t + 1] = (byte) (sample >> 8);
    }
    Path file = folder.resolve("words").resolve(word).resolve("s" + speaker + "_nohash_0.wav");
    Files.createDirectories(file.getParent());
    AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(bytes), format, bytes.length / 2),
        AudioFileFormat.Type.WAVE,
        file.toFile());
  }

  private CommandLineRun preprocess(String... more) {
    String[] args = {
      "preprocess",
      "conf/ssc-tutorial.conf",
      "-D",
      "data.path=" + folder.resolve("events"),
      "-D",
      "output.path=" + folder.resolve("run")
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandLineRun.of(all);
  }

  private CommandLineRun encode(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "encode-audio",
                "--input=" + folder.resolve("words"),
                "--output=" + folder.resolve("events")));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private void writeTones() throws IOException {
    for (int speaker = 0; speaker < 6; speaker++) {
      writeTone("high", speaker, 3000 + 50 * speaker);
      writeTone("low", speaker, 300 + 5 * speaker);
    }
  }

  @Test
  void soundsBecomeEventsAndEventsBecomeFrames() throws IOException {
    writeTones();
    CommandLineRun encoded = encode("--validation-fraction=0.2", "--test-fraction=0.2");
    assertThat(encoded.err()).isEmpty();
    assertThat(encoded.code()).isZero();
    assertThat(encoded.out())
        .contains("events: 12 recordings of 2 words in")
        .contains(
            """
              word    train validation     test
              high        4          1        1
              low         4          1        1
            """);

    CommandLineRun frames = preprocess();
    assertThat(frames.err()).isEmpty();
    assertThat(frames.code()).isZero();
    assertThat(frames.out())
        .contains("frames: 12 recordings of 2 words (")
        .contains(" events read, ", " kept (", " left out, in no time step); ")
        .contains("time steps of 350 channels")
        .contains("bytes a recording");
    assertThat(folder.resolve("run/frames/_manifest.json"))
        .content()
        .contains("\"kind\" : \"events\"");
  }

  @Test
  void eventsAreReplacedOnlyWhereThatIsSaidAndNothingElseLiesThere() throws IOException {
    writeTones();
    CommandLineRun first = encode("--validation-fraction=0.2", "--test-fraction=0");
    assertThat(first.code()).isZero();
    assertThat(first.err()).as("nobody asked for a test split").isEmpty();
    String old = Files.readString(folder.resolve("events/recordings.csv"));
    assertRefused(
        encode(), 1, "exists already: name another with --output, or replace it with --overwrite");
    assertThat(folder.resolve("events/recordings.csv"))
        .content()
        .isEqualTo(old)
        .contains("s3,validation,");

    CommandLineRun again =
        encode("--overwrite", "--validation-fraction=0.05", "--test-fraction=0.05");
    assertThat(again.code()).isZero();
    assertThat(again.err())
        .startsWith(
            "spiketrain: the validation split has no high, low; the test split has no high, low:")
        .hasLineCount(1);
    assertThat(folder.resolve("events/recordings.csv")).content().contains("s3,train,");

    Files.writeString(folder.resolve("events/notes.txt"), "mine");
    assertRefused(
        encode("--overwrite"),
        1,
        "did not write, notes.txt: move it away, or name another output with --output");
    assertThat(folder.resolve("events/notes.txt")).exists();
  }

  @Test
  void whatIsNoRecordingIsSaidSo() throws IOException {
    Files.createDirectory(folder.resolve("events"));
    assertRefused(preprocess(), 1, "has no file <name>_train.h5");
    Files.writeString(folder.resolve("events/a_train.h5"), "not so");
    assertRefused(preprocess(), 1, "a_train.h5 is not an HDF5 file");
    assertRefused(preprocess("-D", "data.events.window-us=0"), 2, "data.events.window-us");
  }

  private void assertRefused(CommandLineRun run, int code, String message) {
    assertThat(run.err()).startsWith("spiketrain: ").contains(message).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(code);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void sharesThatLeaveNothingToTrainAreRefused() {
    CommandLineRun run =
        CommandLineRun.of(
            "encode-audio", "--input", "x", "--output", "y", "--test-fraction", "0.95");
    assertRefused(run, 2, "leave nothing to train on");
  }
}
