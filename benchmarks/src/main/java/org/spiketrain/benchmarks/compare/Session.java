package org.spiketrain.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Talks with the driver, one line each way:
 *
 * <pre>
 *             &lt;- bench: ready DESCRIPTION
 *   run 2.5   -&gt;
 *             &lt;- bench: ran STEPS EXAMPLES SECONDS     (steps until 2.5 s are over, at least one)
 * </pre>
 *
 * and stops at the end of the input. Between two lines the process does nothing, so that the other
 * side has the machine for itself. Lines without the prefix are none of the driver's business:
 * libraries like to print.
 */
final class Session {
  private static final String PREFIX = "bench: ";

  private final BufferedReader in;
  private final PrintStream out;

  Session(BufferedReader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  void serve(Step step) throws IOException {
    reply("ready Java " + Runtime.version());
    int count = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.startsWith("run ")) {
        throw new IllegalArgumentException("Expected 'run SECONDS', but got '" + line + "'");
      }
      count = slice(step, count, Double.parseDouble(line.substring("run ".length())));
    }
  }

  private int slice(Step step, int from, double seconds) {
    long start = System.nanoTime();
    long examples = 0;
    int count = from;
    double spent;
    do {
      examples += step.run(count++);
      spent = (System.nanoTime() - start) * 1e-9;
    } while (spent < seconds);
    reply(String.format(Locale.ROOT, "ran %d %d %.9f", count - from, examples, spent));
    return count;
  }

  private void reply(String answer) {
    out.println(PREFIX + answer);
    out.flush();
  }
}
