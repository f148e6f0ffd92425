package org.spiketrain.results;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spiketrain.model.energy.LayerTally;
import org.spiketrain.model.energy.OperationCount;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.results.OutputFiles.CsvField;
import org.spiketrain.results.ProfileSummary.ProfiledNetwork;

/** The tables of a profile as CSV files, by name. */
public final class ProfileFiles {
  private ProfileFiles() {}

  /** Returns the files by name. */
  public static Map<String, byte[]> of(ProfileSummary profile) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("time-steps.csv", utf8(timeSteps(profile)));
    files.put("neurons.csv", utf8(neurons(profile)));
    files.put("energy.csv", utf8(energy(profile)));
    return files;
  }

  private static String timeSteps(ProfileSummary profile) {
    StringBuilder csv = new StringBuilder("network,time_steps,accuracy,microjoules\n");
    for (ProfiledNetwork one : profile.networks()) {
      for (int steps = 1; steps <= one.tally().timeSteps(); steps++) {
        row(
            csv,
            one.key(),
            steps,
            one.tally().accuracy(steps),
            one.microjoules(steps, profile.costs()));
      }
    }
    return csv.toString();
  }

  private static String neurons(ProfileSummary profile) {
    StringBuilder csv =
        new StringBuilder(
            "network,time_steps,layer,neurons,active_share,ever_active_share,firing_rate\n");
    for (ProfiledNetwork one : profile.networks()) {
      for (int steps : one.reportedSteps()) {
        for (Map.Entry<String, LayerTally> layer : one.firing().entrySet()) {
          LayerTally tally = layer.getValue();
          row(
              csv,
              one.key(),
              steps,
              layer.getKey(),
              tally.neurons(),
              tally.activeShare(steps),
              tally.everActiveShare(steps),
              tally.firingRate(steps));
        }
      }
    }
    return csv.toString();
  }

  /** Operations are those of all sentences, which are whole numbers; energies those of one. */
  private static String energy(ProfileSummary profile) {
    StringBuilder csv =
        new StringBuilder(
            "network,time_steps,layer,sentences,multiply_accumulates,accumulates,weight_reads,"
                + "state_reads,state_writes,activation_reads,activation_writes,"
                + "arithmetic_microjoules_a_sentence,memory_microjoules_a_sentence\n");
    for (ProfiledNetwork one : profile.networks()) {
      for (int steps : one.reportedSteps()) {
        one.operations(steps)
            .forEach(
                (name, layers) -> {
                  layers.forEach(
                      (layer, some) -> energy(csv, name, steps, layer, some, one, profile));
                  energy(csv, name, steps, "all", OperationCount.sum(layers), one, profile);
                });
      }
    }
    return csv.toString();
  }

  private static void energy(
      StringBuilder csv,
      String name,
      int steps,
      String layer,
      Operations some,
      ProfiledNetwork network,
      ProfileSummary profile) {
    row(
        csv,
        name,
        steps,
        layer,
        network.tally().examples(),
        some.multiplyAccumulates(),
        some.accumulates(),
        some.weightReads(),
        some.stateReads(),
        some.stateWrites(),
        some.activationReads(),
        some.activationWrites(),
        network.perSentence(profile.costs().arithmetic(some)),
        network.perSentence(profile.costs().memory(some)));
  }

  private static void row(StringBuilder csv, Object... fields) {
    csv.append(Stream.of(fields).map(ProfileFiles::field).collect(Collectors.joining(",")));
    csv.append('\n');
  }

  private static String field(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.6g", number)
        : CsvField.quoted(value.toString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
