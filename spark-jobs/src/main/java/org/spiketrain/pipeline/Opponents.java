package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.evaluate.Opponent;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ClassPriors;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.score.ScoringModel;

/**
 * The models that a network is evaluated beside, on frames, as they answer by the wanted priors.
 */
record Opponents(Frames frames, ClassPriors priors) {
  static final String OPTION = "--compare";

  /** A model as it answers by the wanted priors. */
  FrameClassifier classifier(TrainedModel model, Path file) {
    return by(model.classifier(), model, file);
  }

  private FrameClassifier by(FrameClassifier classifier, TrainedModel model, Path file) {
    ModelProvenance known = model.provenance();
    return priors.over(
        classifier,
        known.classes(),
        known.priors().isEmpty() && isOfTheseShares(known)
            ? ClassPriors.shares(frames.manifest().trainedByClass())
            : known.priors(),
        file.toString());
  }

  /**
   * Whether a model of an earlier version, which does not say what it learnt, was trained on these
   * frames, and not shown rare classes more often.
   */
  private boolean isOfTheseShares(ModelProvenance known) {
    return known.framesFingerprint().equals(frames.manifest().framesFingerprint())
        && !"class-balanced"
            .equals(ExperimentConfig.entries(known.configuration()).get("training.sampling"));
  }

  /**
   * The members of a committee, the networks that a model was made of, and other ones.
   *
   * @param before the networks, by what they are called
   * @param others files of the others, or addresses in the registry
   */
  List<Opponent> of(
      TrainedModel evaluated,
      Map<String, Path> before,
      List<String> others,
      RegistrySettings registry) {
    List<Opponent> opponents = new ArrayList<>();
    evaluated.members().forEach(one -> opponents.add(member(one)));
    frames
        .models(before)
        .forEach(
            (key, model) ->
                opponents.add(
                    Opponent.ofFrames(
                        key,
                        EvaluationSummary.networkTitle(key),
                        classifier(model, before.get(key)))));
    others.forEach(
        text -> opponents.add(other(text, ModelFile.named(frames.conf(), registry, OPTION, text))));
    return opponents;
  }

  private Opponent member(CommitteeMember one) {
    String key = EvaluationSummary.MEMBER + one.name();
    return Opponent.ofFrames(
        key, "member " + one.name(), by(one.model().classifier(), one.model(), new Path(key)));
  }

  private Opponent other(String text, Path file) {
    TrainedModel model = ModelFile.read(frames.conf(), file);
    String title = "model " + text;
    Optional<String> misfit = frames.misfit(model, file);
    if (misfit.isEmpty()) {
      return Opponent.ofFrames(text, title, classifier(model, file));
    }
    boolean sameKind = model.provenance().kind().equals(frames.manifest().corpus().kind());
    ScoringModel scoring = ModelFile.scoring(model, file);
    if (!sameKind || scoring.encoder().lines().isEmpty()) {
      throw new UserErrorException(misfit.get());
    }
    return Opponent.ofTexts(
        text,
        title,
        new ScoringModel(
            by(scoring.classifier(), model, file),
            scoring.classes(),
            scoring.terms(),
            scoring.encoder()),
        frames.manifest().classes());
  }
}
