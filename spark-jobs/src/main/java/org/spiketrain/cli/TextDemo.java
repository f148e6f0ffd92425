package org.spiketrain.cli;

import java.io.PrintWriter;

/** The opinions in two languages that come with Spiketrain. */
final class TextDemo implements Demo {
  @Override
  public String configuration() {
    return "conf/text-demo.conf";
  }

  @Override
  public void prepare(Experiment experiment, Results results) {}

  @Override
  public void show(Experiment experiment, Experiment.Evaluated evaluated, PrintWriter out) {
    ShownExamples.print(evaluated, out);
  }
}
