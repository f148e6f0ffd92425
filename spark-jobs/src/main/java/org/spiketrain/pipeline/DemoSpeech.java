package org.spiketrain.pipeline;

import org.apache.hadoop.fs.Path;
import org.spiketrain.data.audio.SyntheticSpeech;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.results.OutputLayout;

/**
 * Made-up words, synthesised and encoded in the layout of Spiking Speech Commands.
 *
 * @param speech the words and their speakers
 */
public record DemoSpeech(SyntheticSpeech speech) {
  /**
   * Writes the recordings into an experiment's folder, unless it asks for others.
   *
   * @return whether they were written
   */
  public boolean writeFor(Experiment experiment) {
    OutputLayout layout = experiment.layout();
    if (!isWanted(experiment)) {
      return false;
    }
    experiment.outputs().requireOwnEvents();
    try (AtomicOutput events =
        AtomicOutput.directory(experiment.hadoop(), layout.events(), OutputMode.OVERWRITE)) {
      speech.write(experiment.hadoop(), events.staging());
      events.commit(layout.framesAndDerived());
    }
    return true;
  }

  private static boolean isWanted(Experiment experiment) {
    return experiment.config().data().kind().equals("events")
        && new Path(experiment.config().data().path()).equals(experiment.layout().events());
  }

  /** Returns the number of recordings. */
  public int recordings() {
    return (speech.train() + speech.validation() + speech.test()) * SyntheticSpeech.WORDS.size();
  }
}
