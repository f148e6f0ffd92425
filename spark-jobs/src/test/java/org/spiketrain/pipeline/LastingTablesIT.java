package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.SparkSessions.Opened;

/** Spark's own catalogue is in its memory unless Hive's jars keep it. */
class LastingTablesIT {
  private static final SparkSession SESSION = LocalSpark.session().newSession();

  static {
    SESSION.conf().set("spark.sql.catalog.lake", "org.example.LakeCatalog");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scores", "crm.scores", "spark_catalog.crm.scores", "`crm`.`scores`"})
  void aTableThatWouldBeForgottenIsRefused(String table) {
    assertThatThrownBy(() -> new Opened(SESSION, true).requireLasting(table))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("Table " + table + " would be forgotten")
        .hasMessageContaining("spark.sql.catalogImplementation=hive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lake.scores", "lake.crm.scores", "`lake`.`crm`.`scores`"})
  void aTableOfAnotherCatalogueIsNot(String table) {
    assertThatCode(() -> new Opened(SESSION, true).requireLasting(table))
        .doesNotThrowAnyException();
  }

  @Test
  void theTablesOfAProgramsOwnSessionAreItsAffair() {
    assertThatCode(() -> new Opened(SESSION, false).requireLasting("scores"))
        .doesNotThrowAnyException();
  }
}
