package org.spiketrain.model.stranger;

import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.UpdaterProvider;

/** An updater from outside the library: one of DL4J's with another momentum. */
public final class StrangersUpdaters implements UpdaterProvider {
  private static final Parameter<Double> DRAG =
      Parameter.number("drag", Range.halfOpen(0, 1), "one less momentum").orElse(0.25);

  @Override
  public List<Factory<IUpdater>> entries() {
    return List.of(
        Factory.of(
            "heavy-ball",
            "A heavy ball.",
            a -> new Nesterovs(a.get(LEARNING_RATE), 1 - a.get(DRAG)),
            LEARNING_RATE,
            DRAG));
  }
}
