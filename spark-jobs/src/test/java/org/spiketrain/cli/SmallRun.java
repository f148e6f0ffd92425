package org.spiketrain.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spiketrain.RecordingFiles;

/** Runs of some seconds on each kind of data, of some rounds each of which leaves a checkpoint. */
enum SmallRun {
  NAMES(
      "names",
      """
      data.names.ngrams=1
      network.stack=spiking-lstm(8) | readout(mean)
      training.averaging-frequency=4
      training.examples=1280
      """),
  EVENTS(
      "ssc",
      """
      data.events.channels=60
      network.stack=adaptive-leaky(16, recurrent = true) | leaky(classes, beta = 0.9, output = membrane, reset = none)
      training.averaging-frequency=2
      training.examples=640
      """),
  /** Of a network that begins as an ANN, which is trained before it. */
  TEXT(
      "text",
      """
      data.text.dimensions=10
      data.text.time-steps=6
      network.stack=convolution(8, widths = 2 3 4) | pooled(each, learn-threshold = shared) | dropout(0.5) | leaky(classes, beta = 1)
      conversion.stack=embedding(learned) | convolution(8, widths = 2 3 4, neurons = relu) | dropout(0.5) | linear(classes)
      conversion.epochs=1
      conversion.averaging-frequency=5
      training.averaging-frequency=2
      training.epochs=1
      """);

  private static final String ALL =
      """
      training.keep=last
      training.checkpoint-every=1
      evaluation.baselines=false
      """;

  private final String demo;
  private final String settings;

  SmallRun(String demo, String settings) {
    this.demo = demo;
    this.settings = settings;
  }

  /**
   * Writes the recordings that {@link #EVENTS} is about.
   *
   * @param data a folder of the test's
   */
  static void writeRecordings(Path data) {
    RecordingFiles.write(data.resolve("words_train.h5"), 60, 60, 1);
    RecordingFiles.write(data.resolve("words_valid.h5"), 12, 60, 2);
    RecordingFiles.write(data.resolve("words_test.h5"), 30, 60, 3);
  }

  /**
   * The command line.
   *
   * @param data the folder of the recordings
   * @param output where it writes, as users say it
   */
  String[] command(Path data, String output, String... more) {
    List<String> args = new ArrayList<>(List.of("run", "conf/%s-demo.conf".formatted(demo)));
    (settings + ALL).lines().forEach(setting -> args.add("-D" + setting));
    if (this == EVENTS) {
      args.add("-Ddata.path=" + data);
    }
    args.add("-Doutput.path=" + output);
    args.addAll(Arrays.asList(more));
    return args.toArray(String[]::new);
  }
}
