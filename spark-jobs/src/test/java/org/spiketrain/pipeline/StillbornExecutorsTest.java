package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.spark.SparkException;
import org.apache.spark.Success$;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map$;

class StillbornExecutorsTest {
  private static final String FULL = "Unable to create executor due to No space left on device";

  private final List<String> cancelled = new ArrayList<>();
  private final List<String> warned = new ArrayList<>();
  private final StillbornExecutors executors =
      new StillbornExecutors((reason, job) -> cancelled.add(job + " " + reason), warned::add);

  private void begin(int job) {
    executors.onJobStart(
        new SparkListenerJobStart(
            job, 0, JavaConverters.asScalaBuffer(List.of()), new Properties()));
  }

  private void end(int count, String reason) {
    for (int e = 0; e < count; e++) {
      String id = Integer.toString(e);
      executors.onExecutorAdded(
          new SparkListenerExecutorAdded(
              0, id, new ExecutorInfo("node7", 1, Map$.MODULE$.empty())));
      executors.onExecutorRemoved(new SparkListenerExecutorRemoved(0, id, reason));
    }
  }

  private void endATask() {
    TaskInfo task = new TaskInfo(0, 0, 0, 0, 0, "0", "node7", TaskLocality.ANY(), false);
    task.markFinished(TaskState.FINISHED(), 1);
    executors.onTaskEnd(
        new SparkListenerTaskEnd(
            0, 0, "", Success$.MODULE$, task, new ExecutorMetrics(), new TaskMetrics()));
  }

  @Test
  void jobsEndWhereNoExecutorCanBegin() {
    begin(1);
    begin(2);
    executors.onJobEnd(new SparkListenerJobEnd(1, 0, JobSucceeded$.MODULE$));
    end(StillbornExecutors.MOST - 1, FULL);
    assertThat(cancelled).isEmpty();
    end(1, FULL);
    begin(3);

    assertThat(warned)
        .singleElement()
        .asString()
        .startsWith("On node7 an executor has ended as it began (" + FULL + ").");
    assertThat(cancelled).hasSize(2).allMatch(job -> job.endsWith(FULL + ")"));
    assertThat(cancelled.get(0)).startsWith("2 ");
    assertThat(cancelled.get(1)).startsWith("3 ");
    assertThat(Messages.of(new SparkException("Job 2 cancelled " + cancelled.get(0))))
        .startsWith("There is no space left on node7 where the output or the temporary files of")
        .contains("SPARK_LOCAL_DIRS", "--resume");
  }

  @Test
  void whyTheyDoNotIsToldWhateverItIs() {
    begin(1);
    end(StillbornExecutors.MOST, "Unable to create executor due to no such class\n\tat trace");

    assertThat(Messages.of(new SparkException("Job 1 cancelled " + cancelled.get(0))))
        .startsWith("The last 10 executors ended as they began")
        .contains("node7", "no such class", "run it again")
        .doesNotContain("trace");
  }

  @Test
  void jobsGoOnWhereTasksEndBetweenAndWhereExecutorsAreLostLater() {
    begin(1);
    end(StillbornExecutors.MOST - 1, FULL);
    endATask();
    end(StillbornExecutors.MOST - 1, FULL);
    end(StillbornExecutors.MOST, "Command exited with code 137");

    assertThat(cancelled).isEmpty();
  }
}
