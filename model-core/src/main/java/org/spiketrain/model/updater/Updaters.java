package org.spiketrain.model.updater;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Registry;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.UpdaterProvider;

/** The updaters of PyTorch, in one pass, and those of DL4J, found by name. */
public final class Updaters implements UpdaterProvider {
  /** All updaters by name. */
  public static final Registry<Factory<IUpdater>> REGISTRY =
      Registry.ofProviders("updater", UpdaterProvider.class);

  /**
   * Makes an updater.
   *
   * @param written name, with or without parameters of its own
   * @param common values of parameters that it may declare and the name leaves out, by their names
   * @throws UserErrorException if the name is unknown, or a parameter missing or out of range
   */
  public static IUpdater make(String written, Map<String, Double> common) {
    return Factory.make(REGISTRY, written, common);
  }

  /**
   * Returns whether an updater has a learning rate.
   *
   * @throws UserErrorException if there is none of this name
   */
  public static boolean hasLearningRate(String written) {
    return REGISTRY.get(Spec.parse(written).name()).parameters().stream()
        .anyMatch(parameter -> parameter.name().equals(LEARNING_RATE.name()));
  }

  @Override
  public List<Factory<IUpdater>> entries() {
    return List.of(
        moments(
            "adam",
            "Adam in one pass over the parameters; with weight decay AdamW.",
            FusedAdam::new),
        moments(
            "lazy-adam",
            "Adam that leaves alone the weights of channels that did not spike.",
            (rate, beta1, beta2, epsilon) -> new FusedAdam(rate, beta1, beta2, epsilon).lazily()),
        Factory.of(
            "sgd",
            "Stochastic gradient descent.",
            a -> new FusedSgd(a.get(LEARNING_RATE), 0),
            LEARNING_RATE),
        Factory.of(
            "momentum-sgd",
            "SGD with momentum as PyTorch has it, in one pass.",
            a -> new FusedSgd(a.get(LEARNING_RATE), a.get(BETA1)),
            LEARNING_RATE,
            BETA1),
        Factory.of(
            "nesterovs",
            "DL4J's momentum of Nesterov.",
            a -> new Nesterovs(a.get(LEARNING_RATE), a.get(BETA1)),
            LEARNING_RATE,
            BETA1),
        Factory.of(
            "ada-grad",
            "DL4J's AdaGrad.",
            a -> new ScheduledAdaGrad(a.get(LEARNING_RATE), a.get(EPSILON)),
            LEARNING_RATE,
            EPSILON),
        Factory.of(
            "ada-delta",
            "DL4J's AdaDelta, which has no learning rate.",
            a -> new AdaDelta(a.get(BETA2), a.get(EPSILON)),
            BETA2,
            EPSILON),
        moments("ada-max", "DL4J's AdaMax.", AdaMax::new),
        moments("ada-belief", "DL4J's AdaBelief.", AdaBelief::new),
        moments("ams-grad", "DL4J's AMSGrad.", AMSGrad::new),
        moments("nadam", "DL4J's Nadam.", Nadam::new),
        Factory.of(
            "rms-prop",
            "DL4J's RMSProp.",
            a -> new RmsProp(a.get(LEARNING_RATE), a.get(BETA2), a.get(EPSILON)),
            LEARNING_RATE,
            BETA2,
            EPSILON));
  }

  /** Makes an updater of a learning rate, two decays and an epsilon. */
  private interface OfMoments {
    IUpdater make(double learningRate, double beta1, double beta2, double epsilon);
  }

  private static Factory<IUpdater> moments(String name, String documentation, OfMoments maker) {
    return Factory.of(
        name,
        documentation,
        a -> maker.make(a.get(LEARNING_RATE), a.get(BETA1), a.get(BETA2), a.get(EPSILON)),
        LEARNING_RATE,
        BETA1,
        BETA2,
        EPSILON);
  }
}
