package org.spiketrain.model.updater;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.common.util.SerializationUtils;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** The learning rates of an updater that counts its iterations anew. */
final class LaterRates implements ISchedule {
  private static final long serialVersionUID = 1L;

  private final IUpdater rates;
  private int begin;

  private LaterRates(IUpdater rates) {
    this.rates = rates;
  }

  /** Puts itself into the settings of updaters, which a network's layers share. */
  static List<LaterRates> of(List<UpdaterBlock> blocks) {
    Set<IUpdater> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<LaterRates> all = new ArrayList<>();
    for (UpdaterBlock block : blocks) {
      IUpdater settings = PlainUpdater.updaterOf(block).getConfig();
      if (settings.hasLearningRate() && seen.add(settings)) {
        // Those of other jars may forget their schedule in clone(), as some of DL4J's do.
        IUpdater copy = SerializationUtils.fromByteArray(SerializationUtils.toByteArray(settings));
        LaterRates later = new LaterRates(copy);
        settings.setLrAndSchedule(Double.NaN, later);
        all.add(later);
      }
    }
    return all;
  }

  void beginAt(int iteration) {
    begin = iteration;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return rates.getLearningRate(begin + iteration, epoch);
  }

  @Override
  public LaterRates clone() {
    LaterRates copy = new LaterRates(rates);
    copy.begin = begin;
    return copy;
  }
}
