package org.spiketrain.job.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spiketrain.model.energy.EnergyCosts;

/**
 * What a study found.
 *
 * @param subtitle one line on where the networks came from
 * @param split the split that they ran over
 * @param networks the networks, the artificial one first, where there is one
 * @param costs what operations cost
 */
public record StudySummary(
    String subtitle, String split, List<StudiedNetwork> networks, EnergyCosts costs) {

  /**
   * How much more or less the spiking networks cost than the artificial one without padding; empty
   * where there is nothing to compare.
   */
  Optional<String> dearness() {
    Optional<StudiedNetwork> artificial =
        networks.stream().filter(one -> !one.network().isSpiking()).findFirst();
    List<StudiedNetwork> spiking =
        networks.stream().filter(one -> one.network().isSpiking()).toList();
    if (artificial.isEmpty() || spiking.isEmpty()) {
      return Optional.empty();
    }
    double least = artificial.get().microjoulesWithoutPadding(costs);
    String each =
        spiking.stream()
            .map(
                one ->
                    "the %s one %s µJ after %s, %s times as much"
                        .formatted(
                            one.key(),
                            Figures.significant(one.microjoules(one.usualSteps(), costs)),
                            Figures.counted(one.usualSteps(), "time step"),
                            Figures.significant(one.microjoules(one.usualSteps(), costs) / least)))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "At these costs the artificial network needs %s µJ for a sentence without padding, %s. A spiking network is the cheaper one only while its spikes over all time steps are fewer than the products they stand for."
            .formatted(Figures.significant(least), each));
  }
}
