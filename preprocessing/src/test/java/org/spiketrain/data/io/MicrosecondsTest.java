package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.ShortRange;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.junit.jupiter.api.Test;

class MicrosecondsTest {
  private static int ofSeconds(float seconds) {
    return Microseconds.ofHalfBits((short) HalfIndexer.fromFloat(seconds));
  }

  @Test
  void halfSecondsAreTonicsMicroseconds() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/golden/tonic_hsd_time.json")) {
      JsonNode tensors = new ObjectMapper().readTree(in).get("tensors");
      JsonNode bits = tensors.get("bits").get("data");
      for (int k = 0; k < bits.size(); k++) {
        assertThat(Microseconds.ofHalfBits((short) bits.get(k).intValue()))
            .isEqualTo(tensors.get("us").get("data").get(k).intValue());
        assertThat(HalfIndexer.toFloat(bits.get(k).intValue()))
            .isEqualTo(tensors.get("seconds").get("data").get(k).floatValue());
      }
    }
  }

  @Test
  void whatIsNoTimeIsMarked() {
    assertThat(ofSeconds(-0.5f)).isEqualTo(Microseconds.NEGATIVE);
    assertThat(ofSeconds(Float.NaN)).isEqualTo(Microseconds.NOT_A_NUMBER);
    assertThat(ofSeconds(Float.POSITIVE_INFINITY)).isEqualTo(Microseconds.TOO_LATE);
    assertThat(ofSeconds(Float.NEGATIVE_INFINITY)).isEqualTo(Microseconds.NEGATIVE);
    assertThat(ofSeconds(3000f)).isEqualTo(Microseconds.TOO_LATE);
    assertThat(ofSeconds(-0f)).isZero();
  }

  @Property
  void everyHalfComesBack(@ForAll @ShortRange(min = Short.MIN_VALUE) short bits) {
    float number = HalfIndexer.toFloat(Short.toUnsignedInt(bits));
    if (!Float.isNaN(number)) {
      assertThat((short) HalfIndexer.fromFloat(number)).isEqualTo(bits);
    }
  }

  @Property
  void noHalfIsNearer(@ForAll @FloatRange(max = 65000f) float number) {
    int bits = Short.toUnsignedInt((short) HalfIndexer.fromFloat(number));
    double error = Math.abs(HalfIndexer.toFloat(bits) - (double) number);
    assertThat(error)
        .isLessThanOrEqualTo(Math.abs(HalfIndexer.toFloat(bits + 1) - (double) number));
    if (bits > 0) {
      assertThat(error)
          .isLessThanOrEqualTo(Math.abs(HalfIndexer.toFloat(bits - 1) - (double) number));
    }
  }
}
