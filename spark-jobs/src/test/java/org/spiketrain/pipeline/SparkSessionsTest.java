package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.config.ConfigErrorException;

class SparkSessionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"foo", "local[x]", "local[0]", "local[2", "spark:host", "yarn-client", ""})
  void aMasterThatSparkDoesNotKnowIsWrongUsage(String master) {
    assertThatThrownBy(() -> SparkSessions.checkMaster(master))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageStartingWith("--master " + master + " is no Spark master: expected local,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "local[4]",
        "local[*]",
        "local[*, 3]",
        "local-cluster[2, 1,2048]",
        "spark://a:7077,b:7077",
        "yarn",
        "k8s://https://host:443"
      })
  void aMasterThatSparkKnowsIsTaken(String master) {
    assertThatCode(() -> SparkSessions.checkMaster(master)).doesNotThrowAnyException();
  }

  /** As a cluster's spark-defaults.conf may have them. */
  @Test
  void settingsThatWouldBreakResultsAreReplaced() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.sql.files.maxRecordsPerFile", "10");
    SparkSessions.applyDefaults(conf);
    assertThat(conf.get("spark.serializer"))
        .isEqualTo("org.apache.spark.serializer.JavaSerializer");
    assertThat(conf.get("spark.sql.files.maxRecordsPerFile")).isEqualTo("0");
  }

  @Test
  void parametersAreBroadcastAsTheyAreUnlessTheUserWantsThemCompressed() {
    SparkConf plain = new SparkConf(false);
    SparkConf compressing = new SparkConf(false).set("spark.broadcast.compress", "true");
    SparkSessions.prepareExecutors(plain);
    SparkSessions.prepareExecutors(compressing);
    assertThat(plain.get("spark.broadcast.compress")).isEqualTo("false");
    assertThat(compressing.get("spark.broadcast.compress")).isEqualTo("true");
  }

  @Test
  void sparkDoesNotWarnOfPlansWithManyColumns() {
    SparkConf conf = new SparkConf(false);
    SparkSessions.applyDefaults(conf);
    assertThat(conf.getInt("spark.sql.debug.maxToStringFields", 0)).isGreaterThan(10_000);
  }

  /** Its metastore says where tables go. */
  @Test
  void theWarehouseOfHiveStaysWhereItIs() {
    SparkConf inMemory = new SparkConf(false);
    SparkConf hive = new SparkConf(false).set("spark.sql.catalogImplementation", "hive");
    SparkSessions.applyDefaults(inMemory);
    SparkSessions.applyDefaults(hive);
    assertThat(inMemory.contains("spark.sql.warehouse.dir")).isTrue();
    assertThat(hive.contains("spark.sql.warehouse.dir")).isFalse();
  }
}
