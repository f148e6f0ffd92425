package org.spiketrain.model.loss;

import java.util.List;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LossProvider;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.loss.CrossEntropy.Scores;

/** The losses that come with Spiketrain. */
public final class Losses implements LossProvider {
  private static final Parameter<Double> SMOOTHING =
      Parameter.number(
              "smoothing",
              Range.halfOpen(0, 1),
              "label smoothing, the fraction of the target spread over all classes")
          .orElse(0.0);
  private static final Parameter<Double> CORRECT =
      Parameter.number(
              "correct-rate",
              Range.between(0, 1),
              "fraction of steps in which the right class fires")
          .orElse(1.0);
  private static final Parameter<Double> INCORRECT =
      Parameter.number("incorrect-rate", Range.between(0, 1), "the same of the wrong classes")
          .orElse(0.0);
  private static final Parameter<Double> ON =
      Parameter.number("on-target", Range.any(), "membrane potential wanted of the right class")
          .orElse(1.0);
  private static final Parameter<Double> OFF =
      Parameter.number("off-target", Range.any(), "membrane potential wanted of the wrong classes")
          .orElse(0.0);

  @Override
  public List<Factory<SequenceLoss>> entries() {
    return List.of(
        crossEntropy(
            Scores.CROSS_ENTROPY, "Cross entropy of a readout's scores; without one, as ce-count."),
        crossEntropy(Scores.CE_COUNT, "Cross entropy of spike counts (snnTorch)."),
        crossEntropy(Scores.CE_RATE, "Cross entropy of each step's outputs (snnTorch)."),
        crossEntropy(Scores.CE_MEAN, "Cross entropy of the outputs' means over time."),
        crossEntropy(
            Scores.CE_MAX_MEMBRANE, "Cross entropy of the highest membrane potentials (snnTorch)."),
        Factory.of(
            "softmax-mse",
            "Mean squared error of the softmax of a readout's scores, or of spike counts"
                + " (SpikingJelly's names tutorial).",
            arguments -> new MeanSquaredError.OfSoftmax()),
        Factory.of(
            "mse-count",
            "Mean squared error of spike counts (snnTorch).",
            arguments ->
                new MeanSquaredError.OfCounts(real(arguments, CORRECT), real(arguments, INCORRECT)),
            CORRECT,
            INCORRECT),
        Factory.of(
            "mse-membrane",
            "Mean squared error of each step's membrane potentials (snnTorch).",
            arguments ->
                new MeanSquaredError.OfMembranes(real(arguments, ON), real(arguments, OFF)),
            ON,
            OFF));
  }

  private static Factory<SequenceLoss> crossEntropy(Scores of, String documentation) {
    return Factory.of(
        of.label(),
        documentation,
        arguments -> new CrossEntropy(of, real(arguments, SMOOTHING)),
        SMOOTHING);
  }

  private static float real(Arguments arguments, Parameter<Double> parameter) {
    return arguments.get(parameter).floatValue();
  }
}
