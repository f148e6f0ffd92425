package org.spiketrain.score;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * Loses a folder from the sight of the executor that it scores on: what that writes from then on,
 * it writes to a disk of its own, too late for whoever has looked before.
 */
record LosingDisk(FrameClassifier classifier, String folder)
    implements FrameClassifier, Serializable {
  static ScoringModel model(String folder) {
    ScoringModel model = FakeModel.model();
    return new ScoringModel(
        new LosingDisk(model.classifier(), folder),
        model.classes(),
        model.terms(),
        model.encoder());
  }

  @Override
  public float[][] probabilities(List<SpikeFrames> batch) {
    System.setProperty(OwnDisk.FOLDER, folder);
    return classifier.probabilities(batch);
  }
}
