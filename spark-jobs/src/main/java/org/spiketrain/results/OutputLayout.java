package org.spiketrain.results;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.PathSetting;

/**
 * Layout of the files of an experiment, or of an ablation.
 *
 * @param root {@code output.path}
 */
public record OutputLayout(Path root) {
  /** The page of a run, a profile, attacks or an ablation, in its folder. */
  public static final String REPORT = "report.html";

  private static final String ARTIFICIAL = "artificial";
  private static final String MEMBERS = "members";
  private static final String BESIDE = "beside";
  private static final String RATES = "learning-rates";
  private static final String TRIALS = "trials";

  /** Folders of what belongs to a run, and lies there as if it were one. */
  private static final Set<String> PARTS = Set.of(MEMBERS, BESIDE, RATES);

  /** The layout below a folder as a user writes it. */
  public static OutputLayout of(String root) {
    return new OutputLayout(PathSetting.parse("output.path", root));
  }

  /**
   * What tells this run from others: the name of its folder. An ANN, a member of a committee, a
   * network beside or the trial of a learning rate has that of the run that it belongs to before
   * it, and the runs of all nights have that of the folder of the nights.
   */
  public String runName() {
    Path above = root.getParent();
    if (above == null) {
      return root.getName();
    }
    if (root.getName().equals(ARTIFICIAL)) {
      return new OutputLayout(above).runName() + "_" + ARTIFICIAL;
    }
    if (PARTS.contains(above.getName()) && above.getParent() != null) {
      return new OutputLayout(above.getParent()).runName() + "_" + root.getName();
    }
    boolean isOfANight = above.getParent() != null && above.getParent().getName().equals("nights");
    return isOfANight ? above.getParent().getParent().getName() : root.getName();
  }

  /** The made-up recordings of the demo, which alone writes there. */
  public Path events() {
    return new Path(root, "events");
  }

  /** The frames, as preprocessing leaves them; those of an ablation's trials by name below. */
  public Path frames() {
    return new Path(root, "frames");
  }

  /** Returns what a training keeps while it goes on. */
  public Path training() {
    return new Path(root, "training");
  }

  /** The states that a training can be resumed from. */
  public Path checkpoints() {
    return new Path(training(), "checkpoints");
  }

  /** The history as TensorBoard reads it. */
  public Path tensorBoard() {
    return new Path(training(), "tensorboard");
  }

  /** The ANN that a spiking one begins as, with its training. */
  public OutputLayout artificial() {
    return new OutputLayout(new Path(root, ARTIFICIAL));
  }

  /** The members of a committee, each with its training. */
  public Path members() {
    return new Path(root, MEMBERS);
  }

  /** A member of a committee, as if it were a run of its own, but for frames and evaluation. */
  public OutputLayout member(String name) {
    return new OutputLayout(new Path(members(), name));
  }

  /** The networks beside this one, each with its training. */
  public Path beside() {
    return new Path(root, BESIDE);
  }

  /** A network beside this one, as a member of a committee is. */
  public OutputLayout beside(String name) {
    return new OutputLayout(new Path(beside(), name));
  }

  /** The trials by which a learning rate was chosen, each with its training. */
  public Path learningRates() {
    return new Path(root, RATES);
  }

  /** What those trials have come to. */
  public Path triedRates() {
    return new Path(learningRates(), "trials.json");
  }

  /**
   * The trial of a learning rate, as if it were a run of its own, but for frames and evaluation.
   */
  public OutputLayout learningRate(double rate) {
    return new OutputLayout(new Path(learningRates(), Double.toString(rate)));
  }

  /** That network, converted, before it is fine-tuned. */
  public Path converted() {
    return new Path(root, "converted.zip");
  }

  public Path model() {
    return new Path(root, "model.zip");
  }

  /** Metrics and confusions. */
  public Path evaluation() {
    return new Path(root, "evaluation");
  }

  /** Accuracy against time steps, active neurons and energy. */
  public Path profile() {
    return new Path(root, "profile");
  }

  /** Returns what attacks on the networks found. */
  public Path attack() {
    return new Path(root, "attack");
  }

  /** Tables, picture and page of an ablation. */
  public Path ablation() {
    return new Path(root, "ablation");
  }

  /** Tables, pictures and page of a comparison. */
  public Path comparison() {
    return new Path(root, "comparison");
  }

  /** The run of a trial of an ablation, or of an experiment that is compared. */
  public OutputLayout trial(String name) {
    return new OutputLayout(new Path(new Path(root, TRIALS), name));
  }

  /** The address of a trial's page from that of the ablation, wherever both were copied to. */
  public static String fromAblation(String trial) {
    return "../%s/%s/%s".formatted(TRIALS, trial, REPORT);
  }

  /** The page in a folder of results. */
  public static Path reportIn(Path folder) {
    return new Path(folder, REPORT);
  }

  /** Everything of a run on one page. */
  public Path report() {
    return reportIn(root);
  }

  /** The training and what is made of it, in the order in which it is to be taken away. */
  public List<Path> trainingOutputs() {
    return List.of(profile(), report(), attack(), evaluation(), model(), converted(), training());
  }

  /** Returns what is made of the frames, in the order in which it is to be taken away. */
  public List<Path> derivedFromFrames() {
    return Stream.concat(
            trainingOutputs().stream(),
            Stream.of(artificial().root(), learningRates(), members(), beside()))
        .toList();
  }

  /** The frames and what is made of them, in the order in which it is to be taken away. */
  public List<Path> framesAndDerived() {
    return Stream.concat(derivedFromFrames().stream(), Stream.of(frames())).toList();
  }
}
