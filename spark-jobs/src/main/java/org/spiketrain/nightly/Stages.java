package org.spiketrain.nightly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;

/**
 * The stages of a night, each of which is done once: what it found is written when it is over, and
 * read by a start after an interruption.
 */
public final class Stages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NightFolder folder;
  private final String night;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  public Stages(NightFolder folder, String night) {
    this.folder = folder;
    this.night = night;
  }

  /** What lies in a stage's file. */
  private record Over(double seconds, JsonNode found) {}

  /**
   * Does a stage, unless it was done.
   *
   * @param found a record that Jackson writes and reads
   */
  public <T> T once(String stage, Class<T> found, Supplier<T> work) {
    Path file = folder.stageFile(night, stage);
    if (!folder.exists(file)) {
      long start = System.nanoTime();
      T result = work.get();
      double taken = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
      folder.write(file, new Over(taken, JSON.valueToTree(result)));
    }
    Over over = folder.read(file, Over.class);
    seconds.put(stage, over.seconds());
    return JSON.convertValue(over.found(), found);
  }

  /** Wall-clock seconds of the stages that are over, in their order. */
  public Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
