package org.spiketrain.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.spiketrain.LocalSpark;

/**
 * A hundred short opinions, and commands on small networks for them.
 *
 * @param folder where corpus and run lie
 */
record TinyOpinions(Path folder) {
  private static final List<String> GOOD = List.of("great", "lovely", "superb", "fine", "charming");
  private static final List<String> BAD = List.of("awful", "dull", "rude", "stale", "dreadful");
  private static final List<String> THINGS =
      List.of("film", "meal", "hotel", "phone", "story", "bread", "bath", "plot", "screen", "room");

  /** The last two words are beyond what the networks read. */
  private static final String SENTENCE = "The %s was %s, to me and all\t%s\n";

  /** Writes the corpus. */
  static TinyOpinions in(Path folder) throws IOException {
    StringBuilder rows = new StringBuilder("text\tlabel\n");
    for (String thing : THINGS) {
      GOOD.forEach(good -> rows.append(SENTENCE.formatted(thing, good, "positive")));
      BAD.forEach(bad -> rows.append(SENTENCE.formatted(thing, bad, "negative")));
    }
    Files.writeString(folder.resolve("opinions.tsv"), rows);
    return new TinyOpinions(folder);
  }

  /** The folder of the outputs. */
  Path run() {
    return folder.resolve("run");
  }

  /** Runs a command that takes a configuration. */
  CommandLineRun command(String command, String... more) {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
    List<String> args =
        List.of(
            command,
            "conf/text-demo.conf",
            "-Ddata.path=" + folder,
            "-Ddata.text.train-files=opinions.tsv",
            "-Ddata.text.tokens=standard",
            "-Ddata.text.dimensions=16",
            "-Ddata.text.time-steps=10",
            "-Ddata.text.max-words=6",
            "-Doutput.path=" + run(),
            "-Dnetwork.stack=convolution(16, widths = 1 2) | pooled(each) | leaky(classes, beta = 1)",
            "-Dconversion.stack=convolution(16, widths = 1 2, neurons = relu) | linear(classes)",
            "-Dconversion.epochs=40",
            "-Dconversion.learning-rate=0.01",
            "-Dtraining.batch-size=4",
            "-Dtraining.epochs=1",
            "-Dtraining.workers=1",
            "-Dtraining.averaging-frequency=800",
            "-Devaluation.baselines=false",
            "-Devaluation.split=train");
    return CommandLineRun.of(
        Stream.concat(args.stream(), Arrays.stream(more)).toArray(String[]::new));
  }
}
