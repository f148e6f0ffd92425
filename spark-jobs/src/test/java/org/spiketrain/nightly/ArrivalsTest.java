package org.spiketrain.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  @Test
  void aTimeIsTheSameInAllTimeZones() {
    String shown = "1793404800000001";
    assertThat(Arrivals.shown("max(`at`)", DataTypes.TimestampType))
        .isEqualTo("cast(unix_micros(max(`at`)) AS STRING)");
    assertThat(Arrivals.literal(shown, DataTypes.TimestampType))
        .isEqualTo("timestamp_micros(1793404800000001)");
    assertThat(Arrivals.id(shown, DataTypes.TimestampType))
        .isEqualTo("to-2026-10-31T00_00_00.000001Z");
  }

  @Test
  void aTextIsQuotedWhateverIsInIt() {
    assertThat(Arrivals.literal("it's a \\", DataTypes.StringType)).isEqualTo("'it\\'s a \\\\'");
    assertThat(Arrivals.literal("2026-11-30", DataTypes.DateType)).isEqualTo("'2026-11-30'");
  }

  @Test
  void aNumberKeepsItsType() {
    assertThat(Arrivals.literal("0.1", DataTypes.FloatType)).isEqualTo("cast('0.1' AS FLOAT)");
    assertThat(Arrivals.literal("-7", DataTypes.LongType)).isEqualTo("cast('-7' AS BIGINT)");
  }

  @Test
  void differentTextsHaveDifferentNames() {
    assertThat(Arrivals.id("batch-7", DataTypes.StringType)).isEqualTo("to-batch-7");
    assertThat(Arrivals.id("a/b", DataTypes.StringType))
        .startsWith("to-a_b-")
        .isNotEqualTo(Arrivals.id("a:b", DataTypes.StringType));
  }
}
