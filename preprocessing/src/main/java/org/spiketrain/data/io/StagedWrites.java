package org.spiketrain.data.io;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.sql.SparkSession;

/**
 * How Spark commits the files that it writes below the staging folder of an {@link AtomicOutput},
 * whose own rename moves them all again.
 *
 * <p>Spark's usual committer renames each file twice, from the attempt of a task to the job and
 * from there to its place, which on an object store copies it twice. Here a file is written where
 * it stays and becomes visible when the job ends (S3A's magic committer), or is renamed once, when
 * the job ends (Hadoop's manifest committer, since 3.3.5). In both it is the driver that, of each
 * task, takes the files of the one attempt that was committed, so that failed and speculative
 * attempts leave none, whatever they wrote.
 */
public final class StagedWrites {
  private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
  private static final String SPARKS_PROTOCOL =
      "org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol";
  private static final String COMMITTER = "spark.sql.sources.outputCommitterClass";
  private static final String PARQUET_COMMITTER = "spark.sql.parquet.output.committer.class";

  private static final String FACTORY = "mapreduce.outputcommitter.factory.class";
  private static final String FACTORY_OF_SCHEME = "mapreduce.outputcommitter.factory.scheme.";
  private static final String MANIFEST_FACTORY =
      "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory";

  private static final String S3A_COMMITTER = "fs.s3a.committer.name";
  private static final String S3A_MAGIC = "fs.s3a.committer.magic.enabled";

  private StagedWrites() {}

  /**
   * Options of a write by Spark below a folder; empty where renames are cheap, where the folder is
   * not being staged and others may be writing there, and where the session names a committer.
   */
  public static Map<String, String> options(SparkSession spark, Path folder) {
    // With the defaults of MapReduce's own settings, which name S3A's committers.
    Configuration conf = new JobConf(spark.sessionState().newHadoopConf());
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      return AtomicOutput.renamesByCopying(fs)
              && StagingCleanup.isStaged(folder)
              && !hasCommitter(spark)
          ? options(conf, fs)
          : Map.of();
    } catch (IOException e) {
      throw AtomicOutput.notWritable(folder, e);
    }
  }

  private static boolean hasCommitter(SparkSession spark) {
    return !spark.conf().get(PROTOCOL, SPARKS_PROTOCOL).equals(SPARKS_PROTOCOL)
        || List.of(COMMITTER, PARQUET_COMMITTER).stream()
            .anyMatch(key -> spark.conf().contains(key));
  }

  private static Map<String, String> options(Configuration conf, FileSystem fs) {
    String name = StagedCommitter.class.getName();
    // Not where Hadoop's settings were read before our jar was there.
    if (conf.getClassByNameOrNull(name) != StagedCommitter.class) {
      return Map.of();
    }
    String ofScheme = FACTORY_OF_SCHEME + fs.getUri().getScheme();
    String factory = conf.getTrimmed(ofScheme, conf.getTrimmed(FACTORY, MANIFEST_FACTORY));
    if (conf.getClassByNameOrNull(factory) == null) {
      return Map.of();
    }
    Map<String, String> options = new LinkedHashMap<>();
    options.put(COMMITTER, name);
    options.put(PARQUET_COMMITTER, name);
    options.put(ofScheme, factory);
    // The file system's own settings know those of its bucket.
    Configuration own = fs.getConf();
    if (own.getBoolean(S3A_MAGIC, true) && own.getTrimmed(S3A_COMMITTER, "file").equals("file")) {
      options.put(S3A_COMMITTER, "magic");
    }
    return options;
  }
}
