package org.spiketrain.train;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.TaskResultBlockId;

/**
 * Lets an executor lose what the first attempt of each task has left there, when the task has
 * succeeded and before the driver hears of it, so that nobody can have fetched it.
 */
public final class LosingPlugin implements SparkPlugin {
  /** What gets lost. */
  enum Lost {
    /** The files that the task has written for a shuffle. */
    SHUFFLE_FILES,
    /** The result, where it is too large to go to the driver with the message of success. */
    RESULT
  }

  /** Setting of Spark: a file with the name of a {@link Lost}, which may change while it runs. */
  static final String SETTING = "spark.spiketrain.lost";

  /** Public for Spark alone. */
  public LosingPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {};
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Losing();
  }

  private static final class Losing implements ExecutorPlugin {
    /** Of the task that a thread runs; Spark has forgotten it when the task has succeeded. */
    private static final ThreadLocal<TaskContext> RUNNING = new ThreadLocal<>();

    private Path setting;

    @Override
    public void init(PluginContext context, Map<String, String> ignored) {
      setting = Path.of(context.conf().get(SETTING));
    }

    @Override
    public void onTaskStart() {
      RUNNING.set(TaskContext.get());
    }

    @Override
    public void onTaskSucceeded() {
      Lost lost = lost(setting);
      TaskContext task = RUNNING.get();
      BlockManager blocks = SparkEnv.get().blockManager();
      if (lost == Lost.RESULT && task.attemptNumber() == 0) {
        blocks.removeBlock(new TaskResultBlockId(task.taskAttemptId()), true);
      } else if (lost == Lost.SHUFFLE_FILES && task.stageAttemptNumber() == 0) {
        for (File folder : blocks.diskBlockManager().localDirs()) {
          deleteShuffleFiles(folder.toPath(), task.taskAttemptId());
        }
      }
    }

    private static Lost lost(Path setting) {
      try {
        return Lost.valueOf(Files.readString(setting));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void deleteShuffleFiles(Path folder, long task) {
      String name = "shuffle_\\d+_%d_\\d+\\..*".formatted(task);
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> written =
            files.filter(file -> file.getFileName().toString().matches(name)).toList();
        for (Path file : written) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
