package org.spiketrain.model.stranger;

import java.util.List;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.SurrogateProvider;

/** A surrogate from outside the library, as its documentation shows it. */
public final class StrangersSurrogates implements SurrogateProvider {
  /** Constant near the threshold. */
  record Box(double width) implements SurrogateGradient {
    static final Parameter<Double> WIDTH =
        Parameter.number("width", Range.above(0), "width around the threshold");

    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = Math.abs(z[j]) < width / 2 ? (float) (1 / width) : 0f;
      }
    }

    @Override
    public double smooth(double z) {
      return Math.min(1, Math.max(0, 0.5 + z / width));
    }

    @Override
    public String spec() {
      return Spec.of("box", width).toString();
    }
  }

  @Override
  public List<Factory<SurrogateGradient>> entries() {
    return List.of(
        Factory.of(
            "box",
            "Constant near the threshold.",
            arguments -> new Box(arguments.get(Box.WIDTH)),
            Box.WIDTH));
  }
}
