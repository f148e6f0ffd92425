package org.spiketrain.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of a command, as wide as the terminal. Its lines end at spaces alone: picocli would end
 * them behind dots, hyphens and slashes too, and so within keys, options and paths.
 */
final class HelpPage extends Help {
  private static final int WIDTH = 100;

  /** Narrower ones have no room for picocli's columns. */
  private static final int LEAST_WIDTH = 60;

  /** Letters that stand for signs behind which a line may end, while lines are made. */
  private static final char FIRST_LETTER = '\uE000';

  private static final Pattern SIGN = Pattern.compile("[-./,:;=?!()\\[\\]<>]");
  private static final Pattern LETTER = Pattern.compile("[\uE000-\uE07F]");

  private HelpPage(CommandSpec spec, ColorScheme scheme) {
    super(spec, scheme);
  }

  /** Lets a command and all below it have such help. */
  static void prepare(CommandLine line) {
    Optional<Integer> told = width(System.getenv("COLUMNS"));
    line.setUsageHelpWidth(told.orElse(WIDTH));
    // Of a terminal that the help is written to; there may be none.
    line.setUsageHelpAutoWidth(told.isEmpty());
    line.setHelpFactory(HelpPage::new);
    keepWordsWhole(line);
  }

  /**
   * The width that the environment asks for, if it does.
   *
   * @param columns the variable of that name; null where it is not set
   */
  static Optional<Integer> width(String columns) {
    return Optional.ofNullable(columns)
        .filter(number -> number.matches("[1-9]\\d{0,4}"))
        .map(number -> Math.max(LEAST_WIDTH, Integer.parseInt(number)));
  }

  private static void keepWordsWhole(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.description(whole(usage.description()));
    usage.footer(whole(usage.footer()));
    usage.sectionMap().replaceAll((name, part) -> help -> asWritten(part.render(help)));
    line.getSubcommands().values().forEach(HelpPage::keepWordsWhole);
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer usual = super.createDefaultOptionRenderer();
    return (option, label, scheme) -> whole(usual.render(option, label, scheme), scheme);
  }

  @Override
  public IParameterRenderer createDefaultParameterRenderer() {
    IParameterRenderer usual = super.createDefaultParameterRenderer();
    return (parameter, label, scheme) -> whole(usual.render(parameter, label, scheme), scheme);
  }

  /** The same rows, with the words of their last column whole. */
  private static Ansi.Text[][] whole(Ansi.Text[][] rows, ColorScheme scheme) {
    return Stream.of(rows)
        .map(
            row -> {
              Ansi.Text[] all = row.clone();
              all[all.length - 1] = scheme.text(whole(all[all.length - 1].plainString()));
              return all;
            })
        .toArray(Ansi.Text[][]::new);
  }

  private static String[] whole(String[] lines) {
    return Arrays.stream(lines).map(HelpPage::whole).toArray(String[]::new);
  }

  private static String whole(String text) {
    return SIGN.matcher(text)
        .replaceAll(sign -> String.valueOf((char) (FIRST_LETTER + sign.group().charAt(0))));
  }

  private static String asWritten(String help) {
    return LETTER
        .matcher(help)
        .replaceAll(letter -> String.valueOf((char) (letter.group().charAt(0) - FIRST_LETTER)));
  }
}
