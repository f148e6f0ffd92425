package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whole runs beside Hive's jars, as every distribution of Spark has them: they bring a file system
 * of their own for local files. The build runs this class with those jars, in a JVM of its own.
 */
@EnabledIfSystemProperty(
    named = "spiketrain.hive",
    matches = "true",
    disabledReason = "Hive's jars are not on this class path")
class HiveClassPathIT extends WholeRunIT {
  @BeforeAll
  static void localFilesAreHives() throws IOException {
    assertThat(FileSystem.getFileSystemClass("file", new Configuration()).getName())
        .isEqualTo("org.apache.hadoop.hive.ql.io.ProxyLocalFileSystem");
  }
}
