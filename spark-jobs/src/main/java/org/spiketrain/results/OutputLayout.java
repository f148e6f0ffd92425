package org.spiketrain.results;

import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.PathSetting;

/**
 * Layout of the files of an experiment.
 *
 * @param root {@code output.path}
 */
public record OutputLayout(Path root) {
  static final String EVENTS = "events";
  static final String FRAMES = "frames";
  static final String TRAINING = "training";
  static final String ARTIFICIAL = "artificial";
  static final String CONVERTED = "converted.zip";
  static final String MODEL = "model.zip";
  static final String EVALUATION = "evaluation";
  static final String PROFILE = "profile";
  static final String ATTACK = "attack";

  /** The page of a run, a profile, attacks or an ablation, in its folder. */
  public static final String REPORT = "report.html";

  /**
   * The layout below a folder.
   *
   * @throws org.spiketrain.model.UserErrorException if it is no path
   */
  public static OutputLayout of(String root) {
    return new OutputLayout(PathSetting.parse("output.path", root));
  }

  /** The made-up recordings of the demo, which alone writes there. */
  public Path events() {
    return new Path(root, EVENTS);
  }

  /** The frames, as preprocessing leaves them. */
  public Path frames() {
    return new Path(root, FRAMES);
  }

  /** Returns what a training keeps while it goes on. */
  public Path training() {
    return new Path(root, TRAINING);
  }

  /** The states that a training can be resumed from. */
  public Path checkpoints() {
    return new Path(training(), "checkpoints");
  }

  /** The ANN that a spiking one begins as, with its training. */
  public OutputLayout artificial() {
    return new OutputLayout(new Path(root, ARTIFICIAL));
  }

  /** That network, converted, before it is fine-tuned. */
  public Path converted() {
    return new Path(root, CONVERTED);
  }

  /** The trained network. */
  public Path model() {
    return new Path(root, MODEL);
  }

  /** Metrics and confusions. */
  public Path evaluation() {
    return new Path(root, EVALUATION);
  }

  /** Accuracy against time steps, active neurons and energy. */
  public Path profile() {
    return new Path(root, PROFILE);
  }

  /** The profile on one page. */
  public Path profileReport() {
    return new Path(profile(), REPORT);
  }

  /** Everything on one page. */
  public Path report() {
    return new Path(root, REPORT);
  }

  /** Returns what attacks on the networks found. */
  public Path attack() {
    return new Path(root, ATTACK);
  }

  /** All of that on one page. */
  public Path attackReport() {
    return new Path(attack(), REPORT);
  }

  /** Returns what is made of the evaluation, in the order in which it is to be taken away. */
  public List<Path> derivedFromEvaluation() {
    return List.of(report());
  }

  /** The training and what is made of it, in the order in which it is to be taken away. */
  public List<Path> trainingOutputs() {
    return List.of(profile(), report(), attack(), evaluation(), model(), converted(), training());
  }

  /** Returns what is made of the frames, in the order in which it is to be taken away. */
  public List<Path> derivedFromFrames() {
    return Stream.concat(trainingOutputs().stream(), Stream.of(artificial().root())).toList();
  }

  /** The frames and what is made of them, in the order in which it is to be taken away. */
  public List<Path> framesAndDerived() {
    return Stream.concat(derivedFromFrames().stream(), Stream.of(frames())).toList();
  }
}
