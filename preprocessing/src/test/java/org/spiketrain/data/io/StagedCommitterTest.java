package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With Hadoop's manifest committer, which {@link StagedWrites} names for object stores. */
class StagedCommitterTest {
  @TempDir Path temp;
  private final JobConf conf = new JobConf(StrictFileSystem.register(new JobConf()));
  private org.apache.hadoop.fs.Path output;

  @BeforeEach
  void setUp() throws IOException {
    output = new org.apache.hadoop.fs.Path("gs://" + temp.resolve("out"));
    conf.set(
        "mapreduce.outputcommitter.factory.scheme.gs",
        "org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory");
    committer(0).setupJob(context(0));
  }

  private TaskAttemptContext context(int attempt) {
    TaskID task = new TaskID(new JobID("job", 1), TaskType.MAP, 0);
    return new TaskAttemptContextImpl(conf, new TaskAttemptID(task, attempt));
  }

  private StagedCommitter committer(int attempt) throws IOException {
    return new StagedCommitter(output, context(attempt));
  }

  /** An attempt that writes files and gets as far as its commit. */
  private StagedCommitter written(int attempt, String... files) throws IOException {
    StagedCommitter committer = committer(attempt);
    committer.setupTask(context(attempt));
    for (String file : files) {
      Path place = Path.of(committer.getWorkPath().toUri().getPath(), file);
      Files.createDirectories(place.getParent());
      Files.writeString(place, "of attempt " + attempt);
    }
    assertThat(committer.needsTaskCommit(context(attempt))).isTrue();
    return committer;
  }

  private List<String> files() throws IOException {
    Path folder = temp.resolve("out");
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.equals("_SUCCESS"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAttemptThatIsNotCommittedLeavesNothing(boolean toldToEnd) throws IOException {
    StagedCommitter lost = written(0, "half=0/part-0", "half=1/part-0");
    written(1, "half=0/part-0").commitTask(context(1));
    if (toldToEnd) {
      lost.abortTask(context(0));
    }
    committer(0).commitJob(context(0));
    assertThat(files()).containsExactly("half=0/part-0");
    assertThat(temp.resolve("out/half=0/part-0")).hasContent("of attempt 1");
  }

  @Test
  void ofTwoCommittedAttemptsTheLaterCountsAlone() throws IOException {
    written(0, "half=0/part-0", "half=1/part-0").commitTask(context(0));
    written(1, "half=0/part-0").commitTask(context(1));
    committer(0).commitJob(context(0));
    assertThat(files()).containsExactly("half=0/part-0");
    assertThat(temp.resolve("out/half=0/part-0")).hasContent("of attempt 1");
  }

  @Test
  void nothingIsThereBeforeTheJobIsCommittedNorAfterItFailed() throws IOException {
    written(0, "part-0").commitTask(context(0));
    assertThat(temp.resolve("out/part-0")).doesNotExist();
    committer(0).abortJob(context(0), org.apache.hadoop.mapreduce.JobStatus.State.FAILED);
    assertThat(files()).isEmpty();
  }
}
