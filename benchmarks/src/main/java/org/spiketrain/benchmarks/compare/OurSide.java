package org.spiketrain.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Our side of a comparison, started by {@code benchmarks/compare}: {@code OurSide STEP key=value
 * ...}, or {@code OurSide --list} for the names of the steps.
 */
public final class OurSide {
  private OurSide() {}

  public static void main(String[] args) throws IOException {
    List<String> arguments = Arrays.asList(args);
    if (arguments.equals(List.of("--list"))) {
      Steps.names().forEach(System.out::println);
      return;
    }
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("Expected STEP key=value ..., or --list");
    }
    Step step = Steps.of(arguments.get(0), Work.parse(arguments.subList(1, arguments.size())));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new Session(in, System.out).serve(step);
  }
}
