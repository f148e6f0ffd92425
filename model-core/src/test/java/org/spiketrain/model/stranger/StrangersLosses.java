package org.spiketrain.model.stranger;

import java.util.List;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LossProvider;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.Spec;

/** A loss that another jar brings. */
public final class StrangersLosses implements LossProvider {
  private static final Parameter<Double> MARGIN =
      Parameter.number("margin", Range.above(0), "spikes between right and wrong").orElse(1.0);

  @Override
  public List<Factory<SequenceLoss>> entries() {
    return List.of(
        Factory.of(
            "mine",
            "Margin of spike counts.",
            arguments -> new Hinge(arguments.get(MARGIN)),
            MARGIN));
  }

  /** The documentation's example. */
  private record Hinge(double margin) implements SequenceLoss {
    @Override
    public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
      float[] counts = SequenceLoss.counts(sequence, classes);
      float[] grad = new float[classes];
      double loss = 0;
      for (int c = 0; c < classes; c++) {
        double missing = c == label ? 0 : margin - counts[label] + counts[c];
        if (missing > 0) {
          loss += missing;
          grad[c]++;
          grad[label]--;
        }
      }
      SequenceLoss.spread(grad, gradient);
      return loss;
    }

    @Override
    public String spec() {
      return Spec.of("mine", margin).toString();
    }
  }
}
