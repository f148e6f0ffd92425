package org.spiketrain.score;

import java.util.List;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.names.NamesEncoder;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.frames.SpikeFrames;

/** Three classes; the last letter and the length of a name decide their probabilities. */
final class FakeModel {
  static final List<String> CLASSES = List.of("A", "B", "C");

  private FakeModel() {}

  static ScoringModel model() {
    return model(0);
  }

  /** One whose answers below a probability are none. */
  static ScoringModel model(double noneBelow) {
    return new ScoringModel(
        batch -> batch.stream().map(FakeModel::probabilities).toArray(float[][]::new),
        CLASSES,
        DataKinds.get("names").terms(),
        new NamesEncoder(new LetterEncoder(LetterEncoder.Settings.tutorial())),
        noneBelow);
  }

  private static float[] probabilities(SpikeFrames name) {
    int last = name.channel()[name.timeSteps() - 1] % 3;
    float rest = 0.5f / (1 + name.timeSteps());
    float[] probabilities = {0.5f - rest, 0.5f - rest, 0.5f - rest};
    probabilities[last] = 2 * rest;
    return probabilities;
  }
}
