package org.spiketrain.examples;

import java.util.List;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LossProvider;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.Spec;

/** Half the square of what each wrong class lacks to be {@code margin} spikes behind the right one. */
record SquaredHinge(double margin) implements SequenceLoss {
  private static final Parameter<Double> MARGIN =
      Parameter.number("margin", Range.above(0), "spikes between right and wrong").orElse(2.0);

  /** Named in META-INF/services, so that network.loss knows {@code squared-hinge(3)}. */
  public static final class Provider implements LossProvider {
    @Override
    public List<Factory<SequenceLoss>> entries() {
      return List.of(
          Factory.of(
              "squared-hinge",
              "Squared margin of spike counts.",
              arguments -> new SquaredHinge(arguments.get(MARGIN)),
              MARGIN));
    }
  }

  @Override
  public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
    float[] counts = SequenceLoss.counts(sequence, classes);
    float[] byCounts = new float[classes];
    double loss = 0;
    for (int c = 0; c < classes; c++) {
      double missing = c == label ? 0 : Math.max(0, margin - counts[label] + counts[c]);
      loss += missing * missing / 2;
      byCounts[c] += (float) missing;
      byCounts[label] -= (float) missing;
    }
    SequenceLoss.spread(byCounts, gradient);
    return loss;
  }

  @Override
  public String spec() {
    return Spec.of("squared-hinge", margin).toString();
  }
}
