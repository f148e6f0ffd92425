package org.spiketrain.pipeline;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.model.UserErrorException;

/**
 * Refuses what can be seen to be wrong before an application is started on a cluster. What cannot
 * be seen without Spark is left to the same checks behind its start.
 */
public final class BeforeSpark {
  private static final Logger LOG = LoggerFactory.getLogger(BeforeSpark.class);

  /** For others it may be Spark that brings jars and keys. */
  private static final Set<String> WITHOUT_SPARK = Set.of("file", "hdfs");

  private BeforeSpark() {}

  /**
   * Looks at a path by settings whose file systems are not kept, so that Spark makes its own. Does
   * nothing where a session is there already, or a cluster runs this driver, which may be a second
   * attempt that goes on with what is there.
   *
   * @param check throws a {@link UserErrorException}; one with a cause says that it could not look
   */
  public static void check(Path path, Consumer<Configuration> check) {
    if (SparkSession.getDefaultSession().isDefined() || Deployment.submitted().inCluster()) {
      return;
    }
    Configuration conf = HadoopSettings.submitted();
    String scheme =
        Optional.ofNullable(path.toUri().getScheme())
            .orElseGet(() -> FileSystem.getDefaultUri(conf).getScheme());
    if (!WITHOUT_SPARK.contains(scheme)) {
      return;
    }
    conf.setBoolean("fs.%s.impl.disable.cache".formatted(scheme), true);
    try {
      check.accept(conf);
    } catch (UserErrorException e) {
      if (e.getCause() == null) {
        throw e;
      }
      LOG.debug("Cannot look at {} without Spark", path, e);
    }
  }
}
