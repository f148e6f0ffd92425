package org.spiketrain.data.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.data.ClassLabels;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.SharedSettings;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.table.CorpusTable;

/**
 * Recordings in a table in place of files, a row each.
 *
 * @param corpus the table, with its columns of labels, splits and ids
 * @param columns its columns of events
 * @param labels the labels in the order of the classes; empty for all that rows have, sorted
 * @param classes names of the classes; empty for the labels themselves
 * @param split how rows are assigned to splits
 * @param seed seed of the stratified split and the hash
 */
public record RecordingTable(
    CorpusTable corpus,
    EventColumns columns,
    List<String> labels,
    List<String> classes,
    SplitSettings split,
    long seed) {
  /** No table. */
  public static final RecordingTable NONE =
      new RecordingTable(
          CorpusTable.NONE, EventColumns.NONE, List.of(), List.of(), SplitSettings.column(), 0);

  private static final String SOURCE = "data.source.";

  static RecordingTable of(KeyReader keys, SharedSettings shared) {
    EventColumns columns = EventColumns.of(keys, SOURCE);
    List<String> labels = keys.optionalList(EventsKind.SECTION + "labels");
    List<String> classes = keys.optionalList(EventsKind.SECTION + "classes");
    return new RecordingTable(
        shared.table(), columns, labels, classes, shared.split(), shared.seed());
  }

  /** Returns whether there is a table at all. */
  boolean isNamed() {
    return corpus.isNamed();
  }

  /** Returns whether there is a table whose rows come without splits. */
  boolean isDealt() {
    return isNamed() && split.protocol() != SplitProtocol.COLUMN;
  }

  void check(KeyReader keys) {
    if (isNamed()) {
      corpus.checkSplit(keys, split.protocol());
    } else if (!labels.isEmpty() || !classes.isEmpty()) {
      throw keys.bad(
          EventsKind.SECTION + (labels.isEmpty() ? "classes" : "labels"),
          "nothing without data.source: files have the names of their classes");
    }
  }

  ClassLabels.Named named() {
    return new ClassLabels.Named(EventsKind.SECTION, labels, classes);
  }

  /** Keys that decide the rows and what becomes of them, with their values. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>(corpus.keys());
    keys.remove(SOURCE + "text");
    keys.put(SOURCE + "times", columns.times());
    keys.put(SOURCE + "units", columns.units());
    keys.put(EventsKind.SECTION + "labels", labels);
    keys.put(EventsKind.SECTION + "classes", classes);
    keys.put("split", split);
    if (isDealt()) {
      keys.put("seed", seed);
    }
    return keys;
  }
}
