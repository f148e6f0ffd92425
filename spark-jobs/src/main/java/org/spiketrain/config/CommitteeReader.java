package org.spiketrain.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spiketrain.config.ExperimentConfig.CommitteePlan;
import org.spiketrain.config.ExperimentConfig.MemberPlan;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.Split;
import org.spiketrain.evaluate.CommitteeWeights;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.results.OutputLayout;

/** Reads committees: each member is the whole configuration with its own section laid over it. */
record CommitteeReader(ConfigReader config) {
  private static final String SECTION = "committee";
  private static final String MEMBERS = SECTION + ".members";
  private static final String WEIGHTS = SECTION + ".weights";
  private static final String START_FROM = "training.start-from";

  /** What members may have each for itself. */
  private static final Set<String> OWN = Set.of("network", "conversion", "training", "seed");

  /**
   * The keys that there are, with those that the members of a configuration may have.
   *
   * @param known without those
   * @throws ConfigErrorException if a member has one that only all have together
   */
  static Set<String> known(ConfigObject root, Set<String> known) {
    Set<String> all = new HashSet<>(known);
    for (String name : sections(root)) {
      String section = ConfigUtil.joinPath(SECTION, name) + ".";
      KeyNames.leaves(root)
          .forEach(
              (key, value) -> {
                if (key.startsWith(section)) {
                  refuseShared(key, key.substring(section.length()), value, known);
                }
              });
      known.stream().filter(CommitteeReader::isOwn).forEach(key -> all.add(section + key));
      if (root.toConfig().getObject(ConfigUtil.joinPath(SECTION, name)).isEmpty()) {
        // A member that is the whole configuration as it stands.
        all.add(ConfigUtil.joinPath(SECTION, name));
      }
    }
    return all;
  }

  private static List<String> sections(ConfigObject root) {
    return root.get(SECTION) instanceof ConfigObject committee
        ? committee.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof ConfigObject)
            .map(Map.Entry::getKey)
            .toList()
        : List.of();
  }

  private static boolean isOwn(String key) {
    return OWN.contains(ConfigUtil.splitPath(key).get(0)) && !key.equals(START_FROM);
  }

  private static void refuseShared(String whole, String key, ConfigValue value, Set<String> known) {
    if (known.contains(key) && !isOwn(key)) {
      throw new ConfigErrorException(
          "%s (%s) is for all members of a committee together%s: each has network, conversion, training and seed of its own, and no more"
              .formatted(
                  whole,
                  KeyNames.place(value.origin()),
                  key.equals(START_FROM) ? ", and starts from nothing" : ", set " + key));
    }
  }

  /**
   * The committee, if there is one; its members read the same data.
   *
   * @param run where the run has its output
   */
  Optional<CommitteePlan> committee(CorpusSettings data, OutputLayout run) {
    List<String> names = config.optionalList(MEMBERS);
    String written = config.optional(WEIGHTS);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    names.forEach(this::checkName);
    if (Set.copyOf(names).size() < names.size() || names.size() > CommitteeMember.MOST) {
      throw config.bad(MEMBERS, "at most %d different names".formatted(CommitteeMember.MOST));
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
            names.stream().map(name -> new MemberPlan(name, member(name, run).with(data))).toList(),
            weights));
  }

  private void checkName(String name) {
    if (!CommitteeMember.NAME.matcher(name).matches()) {
      throw config.bad(
          MEMBERS,
          "names of small letters, digits and hyphens that begin with a letter, not " + name);
    }
    if (!config.hasSection(SECTION + "." + name)) {
      throw config.bad(
          MEMBERS,
          "names of sections, but there is no committee.%s { ... } with what is different in this member"
              .formatted(name));
    }
  }

  private CommitteeWeights weights(String written, int members) {
    try {
      return CommitteeWeights.parse(written, members);
    } catch (UserErrorException e) {
      throw config.bad(WEIGHTS, "%s; %s".formatted(CommitteeWeights.EXPECTED, e.getMessage()));
    }
  }

  private ExperimentConfig member(String name, OutputLayout run) {
    try {
      ConfigReader own =
          config.overlaid(
              SECTION,
              SECTION + "." + name,
              Map.of("output.path", run.member(name).root().toString()));
      return new SettingsReader(own).experiment();
    } catch (ConfigErrorException e) {
      throw new ConfigErrorException(
          "Member %s of the committee: %s".formatted(name, e.getMessage()), e);
    }
  }
}
