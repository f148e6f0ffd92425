package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.EdgeBins;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.TimeWindows;

class EventsCorpusTest {
  private static String events(Framing framing, int least, int most, long kept) {
    EventTransform.Settings transform =
        new EventTransform.Settings(700, Downsample.NONE, 1, framing, CountMode.KEEP);
    return new EventsCorpus(transform, least, most, 8000, kept, 7000, List.of()).described();
  }

  @Test
  void eventsThatWereLeftOutAreReportedWithTheReason() {
    FixedBins bins = new FixedBins(50, 1_000_000);
    assertThat(events(bins, 50, 50, 7412))
        .isEqualTo(
            "8,000 events read, 7,412 kept (588 left out, later than data.events.duration-us); 50"
                + " time steps");
    assertThat(events(new FixedBins(1, 1_000_000), 1, 1, 7412))
        .endsWith("(588 left out, later than data.events.duration-us); 1 time step");
    assertThat(events(new EdgeBins(50, 1_000_000), 50, 50, 7412))
        .endsWith("(588 left out, later than data.events.duration-us); 50 time steps");
    assertThat(events(TimeWindows.of(1000), 62, 83, 7990))
        .isEqualTo(
            "8,000 events read, 7,990 kept (10 left out, in no time step); 62 to 83 time steps");
    assertThat(events(bins, 1, 1, 8000)).isEqualTo("8,000 events read, all kept; 1 time step");
  }

  @Test
  void framesOfAnEarlierVersionDoNotSayWhatWasKept() {
    assertThat(events(new FixedBins(50, 1_000_000), 50, 50, -1))
        .isEqualTo("8,000 events read; 50 time steps");
  }
}
