package org.spiketrain.cli;

import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.AtomicOutput;
import org.spiketrain.data.EventsSettings;
import org.spiketrain.data.OutputMode;
import org.spiketrain.data.audio.SyntheticSpeech;
import org.spiketrain.results.OutputLayout;

/**
 * Made-up words, spoken and heard by programs, in the layout of Spiking Speech Commands.
 *
 * @param speech what is said
 */
record SpeechDemo(SyntheticSpeech speech) implements Demo {
  @Override
  public String configuration() {
    return "conf/ssc-demo.conf";
  }

  /** Speaks, unless other recordings are asked for. */
  @Override
  public void prepare(Experiment experiment, Results results) {
    OutputLayout layout = experiment.layout();
    if (!isWanted(experiment)) {
      return;
    }
    experiment.outputs().requireOwnEvents();
    Configuration hadoop = experiment.hadoop();
    try (AtomicOutput events =
        AtomicOutput.directory(hadoop, layout.events(), OutputMode.OVERWRITE)) {
      speech.write(hadoop, events.staging());
      events.commit(layout.framesAndDerived());
    }
    int recordings = speech.train() + speech.validation() + speech.test();
    results.spoken(
        recordings * SyntheticSpeech.WORDS.size(), SyntheticSpeech.WORDS, layout.events());
  }

  private static boolean isWanted(Experiment experiment) {
    return experiment.config().data() instanceof EventsSettings events
        && new Path(events.path()).equals(experiment.layout().events());
  }

  @Override
  public void show(Experiment experiment, Experiment.Evaluated evaluated, PrintWriter out) {
    ShownExamples.print(evaluated, out);
  }
}
