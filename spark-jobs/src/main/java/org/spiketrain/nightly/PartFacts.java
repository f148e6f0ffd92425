package org.spiketrain.nightly;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.SourceFiles;

/**
 * Data that become one folder of frames; it lies beside them when they were taken in.
 *
 * @param name of that folder
 * @param data what they are, at least one; several of a base alone
 * @param night the night that takes them
 * @param base whether the generation's encoder and classes come of them
 */
public record PartFacts(String name, List<Increment> data, String night, boolean base) {
  private static final String PATH = "data.path";

  /** Returns those of a base. */
  public static PartFacts base(List<Increment> data, String night) {
    return new PartFacts(NightFolder.BASE, data, night, true);
  }

  /** Returns those of a single increment. */
  public static PartFacts of(Increment one, String night) {
    return new PartFacts(one.id(), List.of(one), night, false);
  }

  /** Keys of the configuration by which they are read. */
  public Map<String, String> keys() {
    if (data.size() == 1) {
      return data.get(0).keys();
    }
    List<Path> paths = data.stream().map(one -> new Path(one.keys().get(PATH))).toList();
    return Map.of(
        PATH,
        SourceFiles.path(paths.get(0).getParent(), paths.stream().map(Path::getName).toList()));
  }

  /** Returns whether they, or the newest of them, are of the days up to that one. */
  public boolean isWithin(int days, LocalDate day) {
    return data.stream()
        .map(one -> LocalDate.parse(one.date()))
        .anyMatch(own -> !own.isAfter(day) && own.isAfter(day.minusDays(days)));
  }

  /** Largest value of a table's watermark in them, as a condition has it. */
  @JsonIgnore
  public String watermark() {
    return data.get(data.size() - 1).watermark();
  }

  /** What messages call them. */
  public String shown() {
    return data.size() == 1 ? data.get(0).id() : name;
  }
}
