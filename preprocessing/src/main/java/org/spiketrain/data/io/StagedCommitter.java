package org.spiketrain.data.io;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.parquet.hadoop.ParquetOutputCommitter;

/**
 * The committer that Hadoop's settings name for a file system, in the shape in which Spark asks for
 * one: it takes a class for Parquet only if it extends Parquet's own, and asks where a task writes
 * only if it extends Hadoop's {@code FileOutputCommitter}, which those of object stores do not.
 * Named by {@link StagedWrites} alone.
 */
public final class StagedCommitter extends ParquetOutputCommitter {
  private final PathOutputCommitter committer;

  /** Made by Spark, in the driver and for each attempt of a task. */
  public StagedCommitter(Path output, TaskAttemptContext context) throws IOException {
    super(output, context);
    this.committer = PathOutputCommitterFactory.createCommitter(output, context);
  }

  @Override
  public Path getWorkPath() throws IOException {
    return committer.getWorkPath();
  }

  @Override
  public void setupJob(JobContext context) throws IOException {
    committer.setupJob(context);
  }

  @Override
  public void commitJob(JobContext context) throws IOException {
    committer.commitJob(context);
  }

  @Override
  public void abortJob(JobContext context, JobStatus.State state) throws IOException {
    committer.abortJob(context, state);
  }

  @Override
  public boolean isCommitJobRepeatable(JobContext context) throws IOException {
    return committer.isCommitJobRepeatable(context);
  }

  @Override
  public void setupTask(TaskAttemptContext context) throws IOException {
    committer.setupTask(context);
  }

  @Override
  public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
    return committer.needsTaskCommit(context);
  }

  @Override
  public void commitTask(TaskAttemptContext context) throws IOException {
    committer.commitTask(context);
  }

  @Override
  public void abortTask(TaskAttemptContext context) throws IOException {
    committer.abortTask(context);
  }

  @Override
  public boolean isRecoverySupported(JobContext context) {
    return false;
  }

  @Override
  public String toString() {
    return "StagedCommitter(" + committer + ")";
  }
}
