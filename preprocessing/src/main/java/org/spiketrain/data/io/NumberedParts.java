package org.spiketrain.data.io;

import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;

/**
 * Names the part files that several jobs write into one folder, one job after the other, so that
 * they follow on each other: {@code part-00012-<name>-c000.parquet} is that of the twelfth part of
 * all, whichever job wrote it. Otherwise it commits as Spark itself does. Spark makes it, by the
 * class that {@link #use} sets.
 */
public final class NumberedParts extends SQLHadoopMapReduceCommitProtocol {
  private static final long serialVersionUID = 1L;

  private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
  private static final String SPARKS_PROTOCOL = SQLHadoopMapReduceCommitProtocol.class.getName();
  private static final String FIRST = "spiketrain.parts.first";
  private static final String NAME = "spiketrain.parts.name";

  /** Made by Spark, for each job that writes. */
  public NumberedParts(String jobId, String path, boolean dynamicPartitionOverwrite) {
    super(jobId, path, dynamicPartitionOverwrite);
  }

  /**
   * Has a session's jobs commit so.
   *
   * @return false where the session names another protocol, which stays
   */
  public static boolean use(SparkSession session) {
    String protocol = session.conf().get(PROTOCOL, SPARKS_PROTOCOL);
    if (!protocol.equals(SPARKS_PROTOCOL) && !protocol.equals(NumberedParts.class.getName())) {
      return false;
    }
    session.conf().set(PROTOCOL, NumberedParts.class.getName());
    return true;
  }

  /**
   * Options of a write.
   *
   * @param first number of the part that the first task writes, from 0
   * @param name what all part files of the folder are called
   */
  public static Map<String, String> options(int first, String name) {
    return Map.of(FIRST, Integer.toString(first), NAME, name);
  }

  @Override
  public String getFilename(TaskAttemptContext context, FileNameSpec spec) {
    Configuration conf = context.getConfiguration();
    String name = conf.get(NAME, "");
    if (name.isEmpty()) {
      return super.getFilename(context, spec);
    }
    int part = conf.getInt(FIRST, 0) + context.getTaskAttemptID().getTaskID().getId();
    return "%s%s-%s%s".formatted(spec.prefix(), part(part), name, spec.suffix());
  }

  /** What the name of a part's files begins with. */
  static String part(int number) {
    return String.format(Locale.ROOT, "part-%05d", number);
  }
}
