package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Wording;
import org.spiketrain.model.UserErrorException;

/**
 * Checks that frames hold enough to train on and to evaluate, before hours of training show that
 * there is not.
 *
 * @param frames what is in the frames
 * @param config what is to be done with them
 */
record EnoughExamples(Manifest frames, ExperimentConfig config) {
  /** A class of fewer training examples is hardly learnt, an accuracy of fewer is chance. */
  private static final int FEW = 10;

  /**
   * Refuses frames in which a split has nothing that the configuration uses.
   *
   * @param folder the frames' folder
   * @throws UserErrorException naming the split and the key that asks for it
   */
  void check(Path folder) {
    CorpusTerms terms = frames.corpus().terms();
    if (frames.total(Split.TRAIN) == 0) {
      throw new UserErrorException(
          "The train split of %s has no examples: preprocess with more %ss%s"
              .formatted(folder, terms.example(), remedy(" or a larger split.train-fraction")));
    }
    evaluated()
        .forEach(
            (key, split) -> {
              if (frames.total(split) == 0) {
                throw new UserErrorException(
                    "The %s split of %s has no examples, but %s asks for it: preprocess with more %ss%s, or set %s to another split"
                        .formatted(
                            split.label(),
                            folder,
                            key,
                            terms.example(),
                            remedy(" or a larger fraction for it"),
                            key));
              }
            });
  }

  /** Names and sentences may be split here; recordings come in files by split. */
  private String remedy(String ofNames) {
    return DataKinds.get(frames.corpus().kind()).comesSplit() ? "" : ofNames;
  }

  /** Returns what is to be said of data of which little can be expected. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    CorpusTerms terms = frames.corpus().terms();
    int classes = frames.classes().size();
    if (frames.total(Split.TRAIN) < (long) FEW * classes) {
      warnings.add(
          "Only %s to train %s: a network learns little from so few"
              .formatted(
                  Wording.counted(frames.total(Split.TRAIN), terms.example()),
                  Wording.counted(classes, terms.label())));
    }
    evaluated().values().stream()
        .distinct()
        .filter(split -> frames.total(split) < FEW)
        .forEach(
            split ->
                warnings.add(
                    "Only %s in the %s split: accuracies on it are chance"
                        .formatted(
                            Wording.counted(frames.total(split), terms.example()), split.label())));
    return warnings;
  }

  private Map<String, Split> evaluated() {
    Map<String, Split> evaluated = new LinkedHashMap<>();
    evaluated.put(
        "training.evaluation-split", config.training().settings().course().evaluationSplit());
    config
        .training()
        .settings()
        .course()
        .watchedSplit()
        .split()
        .ifPresent(split -> evaluated.put("training.watched-split", split));
    evaluated.put("evaluation.split", config.evaluation().split());
    return evaluated;
  }
}
