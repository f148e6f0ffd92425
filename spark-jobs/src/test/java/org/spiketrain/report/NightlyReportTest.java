package org.spiketrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spiketrain.results.Figures;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightRecord.Check;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.HoldOut;
import org.spiketrain.results.NightRecord.Models;
import org.spiketrain.results.NightRecord.TakenData;
import org.spiketrain.results.NightRecord.Trained;
import org.spiketrain.results.NightStatus;

class NightlyReportTest {
  private static Figures figures(long right) {
    return new Figures(100, List.of(new Figures.OfClass("a", 100, right, 100)));
  }

  /** Nights 1 and 4 read all data; candidate and champion are often the same. */
  private static NightRecord night(int number) {
    boolean base = number % 3 == 1;
    long right = 70L + number;
    Figures champion = number == 1 ? Figures.NONE : figures(number % 2 == 0 ? right : right - 2);
    return new NightRecord(
        "2026-11-0" + number,
        "2026-11-0" + number,
        NightStatus.PROMOTED,
        List.of("all conditions are met"),
        "2026-11-30T01:00:00Z",
        "2026-11-30T01:05:00Z",
        1,
        number < 4 ? 1 : 2,
        List.of(new TakenData("2026-11-0" + number, "days", base, 200, Map.of("empty", 3L))),
        base
            ? List.of()
            : List.of(
                new Check("PSI of classes", "", 0.02, 0.25, true, "North from 30 % to 40 %"),
                new Check("PSI of lengths", "", 0.02, 0.25, true, ""),
                new Check("PSI of input channels", "", 0.01 * number, 0.25, true, "")),
        new Trained("scratch", 2, 100, 200, 0.8),
        List.of(
            new HoldOut("fixed", figures(right), champion, 0, 0),
            new HoldOut("recent", figures(right - (number > 4 ? 0 : 3)), champion, 0, 0)),
        List.of(
            new Condition("margin, fixed", true, "enough"),
            Condition.tooFew("classes, fixed", "0 of 1 classes")),
        new Models("names", number, number - 1, number),
        Map.of("data", 30.0, "training", 200.0),
        List.of());
  }

  private static String page(int nights) {
    return page(IntStream.rangeClosed(1, nights).mapToObj(NightlyReportTest::night).toList());
  }

  private static String page(List<NightRecord> nights) {
    return new NightlyReport(nights, Map.of("2026-11-02", "nights/2026-11-02/run/report.html"))
        .page()
        .toHtml();
  }

  private static NightRecord refused() {
    return new NightRecord(
        "2026-11-01",
        "2026-11-01",
        NightStatus.REFUSED,
        List.of("2026-11-01 has no examples"),
        "2026-11-01T01:00:00Z",
        "2026-11-01T01:01:00Z",
        1,
        1,
        List.of(),
        List.of(),
        Trained.NOT_YET,
        List.of(),
        List.of(),
        new Models("names", 0, 0, 0),
        Map.of("data", 30.0),
        List.of());
  }

  @Test
  void nightsThatHaveAReportAreLinkedToIt() {
    assertThat(page(3))
        .contains("<a href=\"nights/2026-11-02/run/report.html\">2026-11-02</a>")
        .contains("2026-11-01</td>", "2026-11-03</td>")
        .containsOnlyOnce("<a ");
  }

  @Test
  void rebuildsAreMarkedAndTheFirstNightIsNone() {
    assertThat(page(3)).doesNotContain("(rebuild)");
    assertThat(page(6)).contains("promoted (rebuild)").contains("Nights marked so");
  }

  @Test
  void whatWasFoundOutAboutNothingIsNotShownAsMet() {
    assertThat(page(2)).contains("<td class=\"text\">too few</td>", "North from 30 % to 40 %");
  }

  /** One SVG each of accuracies, data and drift, and durations. */
  @Test
  void aSingleNightIsDrawnToo() {
    assertThat(page(1).split("image/svg", -1)).hasSize(4);
  }

  @Test
  void aFirstNightThatHasTrainedNothingIsDrawnToo() {
    String page = page(List.of(refused()));
    assertThat(page.split("image/svg", -1)).hasSize(4);
    assertThat(page).contains("Last night: refused", "2026-11-01 has no examples");
  }
}
