package org.spiketrain.config;

import java.util.List;
import java.util.Optional;
import org.spiketrain.config.ExperimentConfig.CommitteePlan;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.Split;
import org.spiketrain.evaluate.CommitteeWeights;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.OutputLayout;

/** Reads committees, whose members read the same data. */
record CommitteeReader(ConfigReader config) {
  private static final String WEIGHTS = "committee.weights";
  private static final String START_FROM = "training.start-from";

  /**
   * The committee, if there is one.
   *
   * @param run where the run has its output
   */
  Optional<CommitteePlan> committee(CorpusSettings data, OutputLayout run) {
    List<String> names = NetworkSections.COMMITTEE.names(config);
    String written = config.optional(WEIGHTS);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    if (!config.optional(START_FROM).isBlank()) {
      throw config.bad(START_FROM, "nothing with committee.members, which start from nothing");
    }
    CommitteeWeights weights = weights(written, names.size());
    if (weights.by() == CommitteeWeights.By.VALIDATION && data.leavesEmpty(Split.VALIDATION)) {
      throw config.bad(
          WEIGHTS, "equal or numbers, not a choice by the validation split, whose fraction is 0");
    }
    return Optional.of(
        new CommitteePlan(
            names.stream()
                .map(name -> NetworkSections.COMMITTEE.member(config, name, run.member(name), data))
                .toList(),
            weights));
  }

  private CommitteeWeights weights(String written, int members) {
    try {
      return CommitteeWeights.parse(written, members);
    } catch (UserErrorException e) {
      throw config.bad(WEIGHTS, "%s; %s".formatted(CommitteeWeights.EXPECTED, e.getMessage()));
    }
  }
}
