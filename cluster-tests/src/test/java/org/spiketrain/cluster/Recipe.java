package org.spiketrain.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The demos of all kinds of data, in sizes for tests. */
enum Recipe {
  /** Trains for 30 rounds. */
  NAMES(
      "names",
      128,
      """
      data.names.ngrams=1
      network.stack=spiking-lstm(16, cell-state = clipped, bidirectional = true) | readout(mean, dropout = 0.3)
      training.batch-size=16
      training.averaging-frequency=4
      training.examples=3840
      training.evaluate-every=1920
      """),
  /**
   * The same network by workers that keep their state, some rounds from checkpoint to checkpoint.
   */
  KEPT(
      "names",
      256,
      """
      data.names.ngrams=1
      network.stack=spiking-lstm(16, cell-state = clipped, bidirectional = true) | readout(mean, dropout = 0.3)
      training.workers=4
      training.compression=ternary
      training.checkpoint-every=4
      training.batch-size=16
      training.averaging-frequency=4
      training.examples=6400
      training.evaluate-every=3200
      """),
  /** Of recordings that the reference makes up. */
  EVENTS(
      "ssc",
      32,
      """
      network.stack=adaptive-leaky(16, recurrent = true) | leaky(classes, beta = 0.9, output = membrane, reset = none)
      training.averaging-frequency=2
      training.examples=320
      """),
  TEXT(
      "text",
      64,
      """
      data.text.dimensions=10
      data.text.time-steps=6
      network.stack=convolution(8, widths = 2 3 4) | pooled(each, learn-threshold = shared) | dropout(0.5) | leaky(classes, beta = 1)
      conversion.stack=embedding(learned) | convolution(8, widths = 2 3 4, neurons = relu) | dropout(0.5) | linear(classes)
      conversion.epochs=1
      conversion.averaging-frequency=20
      training.averaging-frequency=2
      training.epochs=1
      """);

  /**
   * Every round leaves a checkpoint, unless a recipe says otherwise, and the last one's parameters
   * are the model's.
   */
  private static final List<String> ALL =
      List.of("training.keep=last", "training.checkpoint-every=1", "evaluation.baselines=false");

  private final String demo;
  private final int examplesARound;
  private final String settings;

  /**
   * @param examplesARound of all workers together
   */
  Recipe(String demo, int examplesARound, String settings) {
    this.demo = demo;
    this.examplesARound = examplesARound;
    this.settings = settings;
  }

  String demo() {
    return demo;
  }

  /**
   * A command on this experiment.
   *
   * @param output a path that Hadoop understands
   */
  List<String> command(String command, String output) {
    List<String> all = new ArrayList<>(List.of(command, "conf/%s-demo.conf".formatted(demo)));
    ALL.forEach(setting -> all.add("-D" + setting));
    settings.lines().forEach(setting -> all.add("-D" + setting));
    if (this == EVENTS) {
      all.add("-Ddata.path=" + events());
    }
    all.add("-Doutput.path=" + output);
    return all;
  }

  /** The command for a training of so many rounds. */
  List<String> command(String command, String output, int rounds) {
    return with(command(command, output), "-Dtraining.examples=" + rounds * examplesARound);
  }

  /** The same command with something more. */
  static List<String> with(List<String> command, String more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  private static Path events() {
    return References.folder(EVENTS).resolve("events");
  }
}
