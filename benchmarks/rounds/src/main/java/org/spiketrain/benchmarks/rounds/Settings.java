package org.spiketrain.benchmarks.rounds;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is compared.
 *
 * @param configuration of the network: {@code conf=...}
 * @param data folder of names instead of the configuration's: {@code data=...}
 * @param workers {@code workers=...}
 * @param frequency minibatches a worker trains on in a round: {@code frequency=...}
 * @param rounds rounds in a turn of either side: {@code rounds=...}
 * @param turns turns of each side, after one that does not count: {@code turns=...}
 */
record Settings(
    String configuration,
    Optional<String> data,
    int workers,
    int frequency,
    int rounds,
    int turns) {
  /** Rounds at the beginning of a turn that do not count: networks are made, broadcasts warm up. */
  static final int WARM_UP = 2;

  static Settings parse(String... args) {
    Map<String, String> values =
        new LinkedHashMap<>(
            Map.of(
                "conf", "conf/names-demo.conf",
                "data", "",
                "workers", "2",
                "frequency", "1",
                "rounds", "12",
                "turns", "5"));
    for (String arg : args) {
      String[] pair = arg.split("=", 2);
      if (pair.length < 2 || values.replace(pair[0], pair[1]) == null) {
        throw new IllegalArgumentException(
            "%s is not understood: expected key=value with a key of %s"
                .formatted(arg, values.keySet()));
      }
    }
    Settings settings =
        new Settings(
            values.get("conf"),
            Optional.of(values.get("data")).filter(data -> !data.isEmpty()),
            Integer.parseInt(values.get("workers")),
            Integer.parseInt(values.get("frequency")),
            Integer.parseInt(values.get("rounds")),
            Integer.parseInt(values.get("turns")));
    if (settings.rounds < WARM_UP + 2) {
      throw new IllegalArgumentException(
          "%s: at least %d rounds are needed".formatted(Arrays.toString(args), WARM_UP + 2));
    }
    return settings;
  }
}
