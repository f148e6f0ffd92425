package org.spiketrain.score;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.data.CorpusTerms;

/** A network with what it takes to score something, as it is broadcast to the executors. */
public sealed interface ScoringModel extends Serializable permits LinesModel, RecordingsModel {
  /** The network. */
  FrameClassifier classifier();

  /** Names of the classes, in label order. */
  List<String> classes();

  /** What users call the things that it scores. */
  CorpusTerms terms();
}
