package org.spiketrain.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spiketrain.config.ExperimentConfig.MemberPlan;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.results.OutputLayout;

/**
 * Networks that are trained on the same frames as others, each by a section of its name: it is the
 * whole configuration with that section laid over it.
 *
 * @param section where their sections stand
 * @param namesKey key of their names
 * @param one what one of them is called
 * @param title the same with its name, in messages
 * @param all what they are called together, with what they share their frames with
 */
record NetworkSections(String section, String namesKey, String one, String title, String all) {
  static final NetworkSections COMMITTEE =
      new NetworkSections(
          "committee",
          "committee.members",
          "member",
          "Member %s of the committee",
          "all members of a committee");

  static final NetworkSections BESIDE =
      new NetworkSections(
          "beside",
          "beside.networks",
          "network",
          "Network %s beside this one",
          "a network and those beside it");

  private static final String START_FROM = "training.start-from";

  /** What each may have for itself. */
  private static final Set<String> OWN = Set.of("network", "conversion", "training", "seed");

  /** A network of a section has no others, and begins with nothing. */
  private static final Map<String, String> ALONE =
      Map.of(COMMITTEE.namesKey, "", BESIDE.namesKey, "", START_FROM, "");

  /**
   * The keys that there are, with those that the sections of a configuration may have.
   *
   * @param known without those
   * @throws ConfigErrorException if a section has one that only all have together
   */
  Set<String> known(ConfigObject root, Set<String> known) {
    Set<String> all = new HashSet<>();
    for (String name : sections(root)) {
      String own = ConfigUtil.joinPath(section, name) + ".";
      KeyNames.leaves(root)
          .forEach(
              (key, value) -> {
                if (key.startsWith(own)) {
                  refuseShared(key, key.substring(own.length()), value, known);
                }
              });
      known.stream().filter(NetworkSections::isOwn).forEach(key -> all.add(own + key));
      if (root.toConfig().getObject(ConfigUtil.joinPath(section, name)).isEmpty()) {
        // The whole configuration as it stands.
        all.add(ConfigUtil.joinPath(section, name));
      }
    }
    return all;
  }

  private List<String> sections(ConfigObject root) {
    return root.get(section) instanceof ConfigObject networks
        ? networks.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof ConfigObject)
            .map(Map.Entry::getKey)
            .toList()
        : List.of();
  }

  private static boolean isOwn(String key) {
    return OWN.contains(ConfigUtil.splitPath(key).get(0)) && !key.equals(START_FROM);
  }

  private void refuseShared(String whole, String key, ConfigValue value, Set<String> known) {
    if (known.contains(key) && !isOwn(key)) {
      throw new ConfigErrorException(
          "%s (%s) is for %s together%s: each has network, conversion, training and seed of its own, and no more"
              .formatted(
                  whole,
                  KeyNames.place(value.origin()),
                  all,
                  key.equals(START_FROM) ? ", and starts from nothing" : ", set " + key));
    }
  }

  /**
   * Their names.
   *
   * @throws ConfigErrorException if one has no section, or there are too many
   */
  List<String> names(ConfigReader config) {
    List<String> names = config.optionalList(namesKey);
    names.forEach(name -> checkName(config, name));
    if (Set.copyOf(names).size() < names.size() || names.size() > CommitteeMember.MOST) {
      throw config.bad(namesKey, "at most %d different names".formatted(CommitteeMember.MOST));
    }
    return names;
  }

  private void checkName(ConfigReader config, String name) {
    if (!CommitteeMember.NAME.matcher(name).matches()) {
      throw config.bad(
          namesKey,
          "names of small letters, digits and hyphens that begin with a letter, not " + name);
    }
    if (!config.hasSection(section + "." + name)) {
      throw config.bad(
          namesKey,
          "names of sections, but there is no %s.%s { ... } with what is different in this %s"
              .formatted(section, name, one));
    }
  }

  /**
   * One of them, as if it were alone.
   *
   * @param data which all of them read
   */
  MemberPlan member(ConfigReader config, String name, OutputLayout output, CorpusSettings data) {
    Map<String, String> set = new HashMap<>(ALONE);
    set.put("output.path", output.root().toString());
    try {
      ConfigReader own = config.overlaid(section, section + "." + name, set);
      return new MemberPlan(name, new SettingsReader(own).experiment().with(data));
    } catch (ConfigErrorException e) {
      throw new ConfigErrorException("%s: %s".formatted(title.formatted(name), e.getMessage()), e);
    }
  }
}
