package org.spiketrain.nightly;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.FrameProfile;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.results.OutputLayout;

/**
 * The folder of a model that is kept up to date:
 *
 * <pre>
 * frames/1/base/  frames/1/2026-11-30/  ...   frames of all data so far, by generation of the encoder
 * frames/1/2026-11-30.json                    what they are, written when they are taken in
 * nights/2026-11-30/plan.json                 what the night is going to do
 *                   data/                     frames of new data until they are found good
 *                   run/                      a run as any other, on a view of the frames
 *                   stages/                   what each stage that is over found
 *                   record.json  BLESSED or NOT_BLESSED
 *                   ending.json               while MLflow is told, old runs are deleted, ...
 * report.html
 * </pre>
 */
public record NightFolder(Configuration conf, Path root) {
  /** The frames that a generation begins with. */
  public static final String BASE = "base";

  private static final String PLAN = "plan.json";
  private static final String RECORD = "record.json";
  private static final String FACTS = ".json";
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Names of all nights, the oldest first. */
  public List<String> nights() {
    return names(new Path(root, "nights")).stream()
        .filter(name -> exists(planFile(name)) || exists(recordFile(name)))
        .sorted(Comparator.comparing(NightFolder::place))
        .toList();
  }

  /** Days in their order, and the nights of a day in theirs: the tenth is behind the ninth. */
  private static String place(String night) {
    int day = LocalDate.EPOCH.toString().length();
    return night.length() <= day
        ? night
        : "%s%09d".formatted(night.substring(0, day), Integer.parseInt(night.substring(day + 1)));
  }

  /** A name for a further night of that day. */
  public String newNight(LocalDate asOf) {
    List<String> taken = nights();
    String name = asOf.toString();
    for (int number = 2; taken.contains(name); number++) {
      name = asOf + "-" + number;
    }
    return name;
  }

  /** The folder of a night. */
  public Path night(String night) {
    return new Path(new Path(root, "nights"), night);
  }

  /** Where a night's run lies. */
  public Path run(String night) {
    return new Path(night(night), "run");
  }

  /** Where frames of new data wait for being found good. */
  public Path waiting(String night, String part) {
    return FileSystems.child(new Path(night(night), "data"), part);
  }

  /** Frames of a generation. */
  public Path frames(int generation, String part) {
    return FileSystems.child(generation(generation), part);
  }

  private Path generation(int number) {
    return new Path(new Path(root, "frames"), Integer.toString(number));
  }

  private Path planFile(String night) {
    return new Path(night(night), PLAN);
  }

  /** What tells a night from all others, also those of other folders. */
  public String key(String night) {
    return "night %s of %s".formatted(night, root);
  }

  /** The file of a night's record. */
  public Path recordFile(String night) {
    return new Path(night(night), RECORD);
  }

  private Path stages(String night) {
    return new Path(night(night), "stages");
  }

  /** The file of what a stage found. */
  Path stageFile(String night, String stage) {
    return new Path(stages(night), stage + FACTS);
  }

  /** The newest generation whose base was taken in; 0 if there is none. */
  public int latestGeneration() {
    return names(new Path(root, "frames")).stream()
        .filter(name -> name.matches("[1-9]\\d{0,8}"))
        .map(Integer::valueOf)
        .filter(number -> parts(number).stream().anyMatch(PartFacts::base))
        .max(Comparator.naturalOrder())
        .orElse(0);
  }

  /** What was taken in, the base first and then by the nights. */
  public List<PartFacts> parts(int generation) {
    List<PartFacts> parts = new ArrayList<>();
    for (String name : names(generation(generation))) {
      Path facts = FileSystems.child(generation(generation), name + FACTS);
      if (exists(facts) && isTakenIn(generation, name)) {
        parts.add(read(facts, PartFacts.class));
      }
    }
    parts.sort(
        Comparator.comparing((PartFacts part) -> !part.base())
            .thenComparing(part -> place(part.night()))
            .thenComparing(part -> part.name()));
    return List.copyOf(parts);
  }

  /** Returns whether frames were taken in, all of them. */
  public boolean isTakenIn(int generation, String part) {
    return AtomicOutput.isWhole(conf, frames(generation, part));
  }

  /** Takes frames in that wait; nothing where that is done already. */
  public void takeIn(int generation, PartFacts facts) {
    String id = facts.name();
    Path target = frames(generation, id);
    write(FileSystems.child(generation(generation), id + FACTS), facts);
    if (!isTakenIn(generation, id)) {
      AtomicOutput.goOnMoving(conf, waiting(facts.night(), id), target);
    }
  }

  /**
   * The profile of frames that were taken in, which is measured once and kept beside them.
   *
   * @param measured measures it
   */
  public FrameProfile profile(int generation, String part, Supplier<FrameProfile> measured) {
    Path file = FileSystems.child(generation(generation), part + ".profile.json");
    if (!exists(file)) {
      write(file, measured.get());
    }
    return read(file, FrameProfile.class);
  }

  /** The plan of a night; nothing if it has none yet. */
  public Optional<NightPlan> plan(String night) {
    Path file = planFile(night);
    return exists(file) ? Optional.of(read(file, NightPlan.class)) : Optional.empty();
  }

  /** Begins a night: what it is going to do. */
  public void writePlan(String night, NightPlan plan) {
    write(planFile(night), plan);
  }

  /** Says before the record of a night that is over what is still to follow. */
  public void beginEnding(String night) {
    write(ending(night), Map.of("then", "MLflow, what is not kept, report"));
  }

  /** Says that all is done. */
  public void endEnding(String night) {
    FileSystems.delete(conf, ending(night));
  }

  /** Returns whether a night is over, and was killed before all that follows was done. */
  public boolean isEnding(String night) {
    return exists(ending(night)) && record(night).filter(it -> it.status().isOver()).isPresent();
  }

  private Path ending(String night) {
    return new Path(night(night), "ending.json");
  }

  /** Returns whether a stage of a night is over. */
  public boolean isOver(String night, String stage) {
    return exists(stageFile(night, stage));
  }

  /**
   * Lets a night begin anew by another plan. Frames that were made or taken in stay; what was found
   * of them, and the training, goes first, so that what a kill leaves is begun anew as well.
   */
  public void beginAnew(String night, NightPlan plan) {
    FileSystems.delete(conf, stages(night));
    FileSystems.delete(conf, run(night));
    writePlan(night, plan);
  }

  /** The record of a night as it is so far; nothing if there is none. */
  public Optional<NightRecord> record(String night) {
    Path file = recordFile(night);
    return exists(file)
        ? Optional.of(NightRecord.read(bytes(file), file.toString()))
        : Optional.empty();
  }

  /** Replaces the record of a night. */
  public void writeRecord(NightRecord record) {
    writeFile(recordFile(record.night()), record.bytes());
  }

  /** Records of the newest nights, the oldest of them first. */
  public List<NightRecord> records(int newest) {
    List<String> all = nights();
    return all.subList(Math.max(0, all.size() - newest), all.size()).stream()
        .flatMap(night -> record(night).stream())
        .toList();
  }

  /** Where the reports of nights' own runs lie, seen from this folder, of those that have one. */
  public Map<String, String> reports(List<NightRecord> records) {
    Map<String, String> reports = new TreeMap<>();
    for (NightRecord one : records) {
      if (exists(new OutputLayout(run(one.night())).report())) {
        reports.put(one.night(), "nights/%s/run/%s".formatted(one.night(), OutputLayout.REPORT));
      }
    }
    return reports;
  }

  void writeFile(Path file, byte[] content) {
    AtomicOutput.writeFile(conf, file, content, OutputMode.OVERWRITE);
  }

  void write(Path file, Object content) {
    writeFile(file, OutputFiles.json(content));
  }

  <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(bytes(file), type);
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private byte[] bytes(Path file) {
    try {
      return FileSystems.readWhole(FileSystems.of(conf, file), file);
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private static UserErrorException damaged(Path file, IOException cause) {
    return new UserErrorException(
        "Cannot read %s: %s. Put back a copy of it, or take the folder of its night away and do that night again"
            .formatted(file, cause.getMessage()),
        cause);
  }

  boolean exists(Path path) {
    return FileSystems.exists(conf, path);
  }

  private List<String> names(Path folder) {
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      return fs.exists(folder)
          ? Arrays.stream(fs.listStatus(folder))
              .filter(FileStatus::isDirectory)
              .map(status -> status.getPath().getName())
              .filter(name -> !name.startsWith("."))
              .sorted()
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot list %s: %s. Name a folder that can be read".formatted(folder, e.getMessage()),
          e);
    }
  }
}
