package org.spiketrain.config;

import java.util.List;
import org.spiketrain.model.api.Range;
import org.spiketrain.nightly.NightlySettings;
import org.spiketrain.nightly.NightlySettings.Arrival;
import org.spiketrain.nightly.NightlySettings.CheckLimits;
import org.spiketrain.nightly.NightlySettings.ExitCodes;
import org.spiketrain.nightly.NightlySettings.GateSettings;
import org.spiketrain.nightly.NightlySettings.Kept;
import org.spiketrain.nightly.NightlySettings.Metric;
import org.spiketrain.nightly.NightlySettings.NoticeSettings;
import org.spiketrain.nightly.NightlySettings.Significance;
import org.spiketrain.nightly.NightlySettings.Start;
import org.spiketrain.nightly.NightlySettings.Training;
import org.spiketrain.results.NightStatus;

/** Reads how a model is kept up to date: the section nightly. */
record NightlyReader(ConfigReader config) {
  private static final int MOST_MINUTES = 10_000;
  private static final int LARGEST_EXIT_CODE = 255;

  NightlySettings nightly() {
    return new NightlySettings(
        config.text("nightly.model"),
        config.choice("nightly.arrival", Arrival.class),
        config.text("nightly.watermark"),
        new Training(
            config.choice("nightly.start", Start.class),
            config.integer("nightly.window-days", Range.from(0)),
            config.flag("nightly.window-base"),
            config.number("nightly.continued-epochs", Range.from(0)),
            config.number("nightly.continued-learning-rate", Range.from(0))),
        new CheckLimits(
            config.whole("nightly.checks.least-examples", Range.from(1)),
            fraction("nightly.checks.rejects"),
            fraction("nightly.checks.unknown-labels"),
            fraction("nightly.checks.duplicates"),
            config.number("nightly.checks.label-drift", Range.from(0)),
            config.number("nightly.checks.input-drift", Range.from(0)),
            config.number("nightly.checks.answer-drift", Range.from(0))),
        gate(),
        new Kept(
            config.integer("nightly.keep-versions", Range.from(1)),
            config.integer("nightly.keep-nights", Range.from(1))),
        new NoticeSettings(
            outcomes(),
            config.text("nightly.notice.command"),
            config.text("nightly.notice.webhook"),
            config.text("nightly.notice.file")),
        config.integer("nightly.wait-minutes", Range.between(0, MOST_MINUTES)),
        new ExitCodes(
            config.integer("nightly.exit-codes.not-promoted", Range.between(0, LARGEST_EXIT_CODE)),
            config.integer("nightly.exit-codes.refused", Range.between(0, LARGEST_EXIT_CODE))));
  }

  private GateSettings gate() {
    Metric metric = config.choice("nightly.gate.metric", Metric.class);
    List<String> classes = config.list("nightly.gate.classes");
    if ((metric == Metric.RECALL) == classes.isEmpty()) {
      throw config.bad(
          "nightly.gate.classes",
          metric == Metric.RECALL
              ? "names of classes with nightly.gate.metric = recall"
              : "nothing but with nightly.gate.metric = recall");
    }
    return new GateSettings(
        metric,
        config.number("nightly.gate.margin", Range.between(-1, 1)),
        config.choice("nightly.gate.test", Significance.class),
        config.number("nightly.gate.level", Range.aboveTo(0, 1)),
        classes,
        fraction("nightly.gate.class-drop"),
        config.whole("nightly.gate.class-examples", Range.from(1)),
        fraction("nightly.gate.least"),
        config.whole("nightly.gate.least-examples", Range.from(1)),
        config.integer("nightly.gate.recent-days", Range.from(1)),
        config.whole("nightly.gate.largest-bytes", Range.from(1)),
        config.number("nightly.gate.latency-millis", Range.above(0)));
  }

  private double fraction(String key) {
    return config.number(key, Range.between(0, 1));
  }

  private List<NightStatus> outcomes() {
    String key = "nightly.notice.on";
    List<NightStatus> known =
        List.of(NightStatus.values()).stream()
            .filter(status -> status != NightStatus.RUNNING)
            .toList();
    return config.list(key).stream()
        .map(
            name ->
                known.stream()
                    .filter(status -> status.label().equals(name))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            config.bad(
                                key,
                                "some of "
                                    + String.join(
                                        ", ", known.stream().map(NightStatus::label).toList()))))
        .toList();
  }
}
