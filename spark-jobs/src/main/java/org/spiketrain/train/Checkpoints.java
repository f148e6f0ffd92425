package org.spiketrain.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ArchiveEntries;
import org.spiketrain.results.TrainingHistory;

/**
 * Training states on the Hadoop file system, each committed by a rename: {@code
 * round-0000000012.zip}. The newest two are kept, so that there is one to go back to while the next
 * is written.
 */
record Checkpoints(Configuration conf, Path folder, Identity identity, TrainingStage stage)
    implements CheckpointStore {
  private static final int KEPT = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Everything that must be equal for a training to go on from a checkpoint; {@code beginning} is
   * what the network began as, besides random weights, empty for nothing.
   */
  record Identity(String framesFingerprint, String network, String training, String beginning) {
    Identity {
      // Checkpoints of earlier versions do not say.
      beginning = beginning == null ? "" : beginning;
    }

    static Identity of(String framesFingerprint, TrainingJob.Plan plan) {
      try {
        return new Identity(
            framesFingerprint,
            JSON.writeValueAsString(plan.network()),
            JSON.writeValueAsString(plan.training()),
            plan.stage().beginning());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("settings are plain records", e);
      }
    }

    /**
     * Refuses to go on with what is stored in a file, of a training that has this identity.
     *
     * @param also differences of other settings, to be told with those of the training
     * @param stage says how a configuration names the settings
     * @throws UserErrorException if that belongs to another training
     */
    void requireSame(Identity stored, Path file, List<String> also, TrainingStage stage) {
      if (!stored.framesFingerprint.equals(framesFingerprint)) {
        throw new UserErrorException(
            "Cannot resume from %s: it was trained on other frames. Train again in another output.path"
                .formatted(file));
      }
      if (!stored.beginning.equals(beginning)) {
        throw new UserErrorException(
            "Cannot resume from %s: its network began otherwise: as another ANN, as one that was converted otherwise (conversion.normalisation, conversion.quantile), or at other firing rates (training.initial-rate). Resume with the old settings, or train again in another output.path"
                .formatted(file));
      }
      List<String> differences =
          new ArrayList<>(SettingsDifferences.of("network", stored.network, network, stage::key));
      differences.addAll(SettingsDifferences.of("training", stored.training, training, stage::key));
      differences.addAll(also);
      if (!differences.isEmpty()) {
        throw new UserErrorException(
            "Cannot resume from %s: it was trained with other settings: %s. Resume with the old ones, or train again in another output.path"
                .formatted(file, String.join("; ", differences)));
      }
    }
  }

  /** Commits a state, then deletes all but the newest ones. */
  @Override
  public void write(TrainingState state) {
    AtomicOutput.writeFile(conf, file(state), out -> pack(state, out), OutputMode.OVERWRITE);
    List<Path> files = files();
    int old = Math.max(0, files.size() - KEPT);
    files.subList(0, old).forEach(file -> FileSystems.delete(conf, file));
    tidyWorkers(files.subList(old, files.size()));
  }

  /** What workers have kept goes: it is as large as they are many. */
  @Override
  public void writeLast(TrainingState state) {
    write(state);
    tidyWorkers(List.of());
  }

  /** Deletes what workers have kept beside all checkpoints but these. */
  private void tidyWorkers(List<Path> but) {
    Set<String> stay =
        but.stream().map(file -> WorkerFiles.beside(file).getName()).collect(Collectors.toSet());
    listed("round-\\d{10}" + Pattern.quote(WorkerFiles.ENDING)).stream()
        .filter(old -> !stay.contains(old.getName()))
        .forEach(old -> FileSystems.delete(conf, old));
  }

  /**
   * Files beside a state's checkpoint, of what its workers have kept; they have to be there first.
   */
  @Override
  public WorkerFiles workers(TrainingState state) {
    return new WorkerFiles(conf, file(state));
  }

  private Path file(TrainingState state) {
    // In digits that files() finds again, whatever the user's language.
    return new Path(folder, String.format(Locale.ROOT, "round-%010d.zip", state.counters.round()));
  }

  /** The newest state; refuses one that is damaged or belongs to another training. */
  Optional<TrainingState> readLatest() {
    return newest()
        .map(
            newest -> {
              try {
                return unpack(FileSystems.readWhole(fileSystem(), newest), newest);
              } catch (UserErrorException e) {
                throw e;
              } catch (IOException | RuntimeException e) {
                throw damaged(newest, e);
              }
            });
  }

  /**
   * The state that was read last, or the one that a training of the same network and updater begins
   * with.
   */
  TrainingState fitting(Optional<TrainingState> latest, TrainingState start) {
    if (latest.isPresent() && !latest.get().fits(start)) {
      throw damaged(newest().orElseThrow(), new IOException("it has numbers of another network"));
    }
    return latest.orElse(start);
  }

  Optional<Path> newest() {
    List<Path> files = files();
    return files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
  }

  /** All checkpoints, the oldest first; none if there is no folder. */
  List<Path> files() {
    return listed("round-\\d{10}\\.zip");
  }

  private List<Path> listed(String names) {
    try {
      FileSystem fs = fileSystem();
      if (!fs.exists(folder)) {
        return List.of();
      }
      return Arrays.stream(fs.listStatus(folder, p -> p.getName().matches(names)))
          .map(FileStatus::getPath)
          .sorted(Comparator.comparing(Path::getName))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the checkpoints in " + folder, e);
    }
  }

  private FileSystem fileSystem() throws IOException {
    return FileSystems.of(conf, folder);
  }

  private void pack(TrainingState state, OutputStream out) throws IOException {
    try (FloatArchive archive = new FloatArchive(out)) {
      archive.put("identity.json", JSON.writeValueAsBytes(identity));
      archive.put("counters.json", JSON.writeValueAsBytes(state.counters));
      archive.put("blas-kernel", state.blasKernel.getBytes(StandardCharsets.UTF_8));
      archive.put("history.csv", state.history.toCsv().getBytes(StandardCharsets.UTF_8));
      archive.put("parameters", state.parameters);
      archive.put("updater-state", state.updaterState);
      archive.put("velocity", state.velocity);
      archive.put("mean", state.mean);
      archive.put("best", state.best);
      archive.put("residual", state.residual);
    }
  }

  private TrainingState unpack(byte[] bytes, Path file) throws IOException {
    Map<String, byte[]> entries = ArchiveEntries.read(bytes);
    identity.requireSame(
        JSON.readValue(entry(entries, "identity.json"), Identity.class), file, List.of(), stage);
    TrainingState state = new TrainingState();
    state.counters = JSON.readValue(entry(entries, "counters.json"), TrainingState.Counters.class);
    String history = new String(entry(entries, "history.csv"), StandardCharsets.UTF_8);
    state.history = TrainingHistory.parse(history, file + ", history.csv");
    // Checkpoints of earlier versions do not say.
    state.blasKernel =
        new String(entries.getOrDefault("blas-kernel", new byte[0]), StandardCharsets.UTF_8);
    state.parameters = toFloats(entry(entries, "parameters"));
    state.updaterState = toFloats(entry(entries, "updater-state"));
    state.velocity = toFloats(entry(entries, "velocity"));
    state.mean = toFloats(entry(entries, "mean"));
    state.best = toFloats(entry(entries, "best"));
    state.residual = toFloats(entries.getOrDefault("residual", new byte[0]));
    return state;
  }

  static byte[] entry(Map<String, byte[]> entries, String name) throws IOException {
    if (!entries.containsKey(name)) {
      throw new IOException("it ends too early");
    }
    return entries.get(name);
  }

  static float[] toFloats(byte[] bytes) throws IOException {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IOException("it has a " + value + " among its numbers");
      }
    }
    return values;
  }

  static UserErrorException damaged(Path file, Exception cause) {
    return new UserErrorException(
        "The checkpoint %s is damaged (%s): delete it, and --resume goes on from the one before"
            .formatted(
                file, String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason")),
        cause);
  }
}
