package org.spiketrain.model.zoo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.api.SurrogateGradient;

/**
 * Documentation of everything that {@code network.stack} and {@code network.loss} may name, from
 * the declarations in the registries: what comes with Spiketrain and what other jars bring.
 */
public final class NetworkHelp {
  /** Characters of a line at most, unless a word is longer; as a comment it fits into a page. */
  private static final int WIDTH = 94;

  private static final String INDENT = "  ";

  /** Between words, but not within {@code beta = 0.9}. */
  private static final Pattern SPACE = Pattern.compile("(?<!=) (?!=)");

  private final List<String> lines = new ArrayList<>();

  private NetworkHelp() {}

  /** The documentation, line by line; {@code conf/reference.conf} has it as a comment. */
  public static List<String> lines() {
    NetworkHelp help = new NetworkHelp();
    help.section("Layers, of network.stack:", StackLayer.REGISTRY.all());
    help.lines.add("");
    help.section("Losses, of network.loss or readout(…, loss = …):", SequenceLoss.REGISTRY.all());
    help.lines.add("");
    help.section("Surrogate gradients:", SurrogateGradient.REGISTRY.all());
    help.lines.add("");
    help.section("Spike encoders, of sentences:", SpikeEncoder.REGISTRY.all());
    return List.copyOf(help.lines);
  }

  private void section(String title, Collection<? extends Factory<?>> entries) {
    lines.add(title);
    Set<String> options = new LinkedHashSet<>();
    for (Factory<?> entry : entries) {
      add(INDENT, entry.usage() + ": " + entry.documentation());
      String optional =
          entry.parameters().stream()
              .filter(parameter -> !parameter.isRequired())
              .map(
                  parameter ->
                      parameter.name() + parameter.defaultText().map(" = "::concat).orElse(""))
              .collect(Collectors.joining(", "));
      if (!optional.isEmpty()) {
        add(INDENT.repeat(3), optional);
      }
      entry.parameters().forEach(parameter -> options.add(documentation(parameter)));
    }
    lines.add("where");
    options.stream().sorted().forEach(option -> add(INDENT, option));
  }

  private static String documentation(Parameter<?> parameter) {
    return "%s: %s; %s"
        .formatted(parameter.name(), parameter.documentation(), parameter.expected());
  }

  /** Adds a text, broken between words, its further lines indented twice. */
  private void add(String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    boolean begun = false;
    for (String word : SPACE.splitAsStream(text).toList()) {
      if (begun && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent + INDENT.repeat(2));
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(line.toString());
  }
}
