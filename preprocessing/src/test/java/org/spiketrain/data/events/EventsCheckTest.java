package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.EdgeBins;
import org.spiketrain.data.events.Framing.EventBins;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.model.UserErrorException;

class EventsCheckTest {
  @Test
  void lostEventsAreExplainedByTheEndThatAllRecordingsShare() {
    String later = "are later than 1,000,000 microseconds (data.events.duration-us)";
    assertLost(new FixedBins(1, 1_000_000), later, "or data.events.duration-us longer");
    assertLost(new EdgeBins(10, 1_000_000), later, "or data.events.duration-us longer");
    assertLost(new EventBins(10, 0), "are in no time step", "look at data.events.bins");
  }

  /** The one example's event is kept; those of the recordings that were set aside are lost. */
  private static void assertLost(Framing framing, String fault, String remedy) {
    RangeResult result = new RangeResult(0, 2);
    result.add(0, new FrameFacts(10, 1, 1, 1, 5000));
    result.addEmpty(100_000);
    EventsCheck check =
        new EventsCheck(
            "words/",
            new EventTransform.Settings(700, Downsample.NONE, 1, framing, CountMode.KEEP));
    assertThatThrownBy(() -> check.check(result, Map.of(Split.TEST, result)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(fault)
        .hasMessageContaining(remedy);
  }
}
