package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameView;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.SpikeHdf5Writer;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;

/** Recordings that come after the frames of others were made. */
class EventsAppendIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final List<String> KEYS = List.of("yes", "no", "stop");
  private static final int CHANNELS = 70;
  private static final EventTransform.Settings TRANSFORM =
      new EventTransform.Settings(
          CHANNELS, new Downsample(1, 1), 1, new FixedBins(10, 1_000_000), CountMode.KEEP);

  @TempDir static Path temp;
  private static Manifest base;

  private final Random random = new Random(5);

  @BeforeEach
  void makeTheBase() throws IOException {
    if (base == null) {
      write("base", "a_train.h5", KEYS, 0, 1, 2, 0, 1, 2, 9);
      write("base", "a_test.h5", KEYS, 0, 1, 2);
      base =
          settings("base")
              .preprocess(SPARK, hadoop("base").toString(), OutputMode.REFUSE_EXISTING, List.of());
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(temp.resolve(name).toString());
  }

  private static EventsSettings settings(String name) {
    return new EventsSettings(temp.resolve(name + "-events").toString(), Map.of(), TRANSFORM, 10);
  }

  private float[] times() {
    int[] ticks = random.ints(20, 0, 1024).sorted().toArray();
    float[] times = new float[ticks.length];
    for (int k = 0; k < times.length; k++) {
      times[k] = ticks[k] / 1024f;
    }
    return times;
  }

  private int[] units() {
    return random.ints(20, 0, CHANNELS).toArray();
  }

  private void write(String name, String file, List<String> keys, int... labels)
      throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name + "-events"));
    try (SpikeHdf5Writer writer =
        new SpikeHdf5Writer(
            new Configuration(), new org.apache.hadoop.fs.Path(folder.resolve(file).toUri()))) {
      for (int label : labels) {
        writer.add(times(), units(), label, 4);
      }
      writer.finish(keys);
    }
  }

  private static Manifest append(EventsSettings settings, String base, String name) {
    return settings.append(
        SPARK, hadoop(base), hadoop(name).toString(), OutputMode.REFUSE_EXISTING);
  }

  private static List<Example> examples(String name) {
    List<Example> examples = new ArrayList<>();
    for (Split split : Split.values()) {
      examples.addAll(
          FrameParquet.examples(FrameParquet.read(SPARK, hadoop(name).toString(), split.label()))
              .collect());
    }
    return examples;
  }

  @Test
  void filesMayNameTheirClassesInAnotherOrderAndOthers() throws IOException {
    write("part", "b_train.h5", List.of("no", "left", "yes"), 0, 1, 2, 0);
    write("part", "b_valid.h5", List.of("left"), 0, 0);
    Manifest part = append(settings("part"), "base", "part");

    assertThat(part.classes()).isEqualTo(KEYS);
    assertThat(part.channels()).isEqualTo(base.channels());
    assertThat(part.counts().get("no")).containsEntry("train", 2L);
    assertThat(part.counts().get("yes")).containsEntry("train", 1L);
    assertThat(part.total()).isEqualTo(3);
    assertThat(part.rejects()).isEqualTo(Map.of("unknown label", 3L));
    assertThat(examples("part").stream().map(Example::label)).containsExactly(1, 0, 1);
    assertThat(part.framesFingerprint()).isNotEqualTo(base.framesFingerprint());
  }

  @Test
  void idsStayDifferentWhereRecordingsWereSetAside() throws IOException {
    write("more", "c_test.h5", KEYS, 2, 1);
    append(settings("more"), "base", "more");
    // The base's sixth recording was set aside, but has a number.
    assertThat(base.rejects()).isEqualTo(Map.of("label out of range", 1L));
    Manifest view =
        FrameView.write(
            SPARK,
            hadoop("view").toString(),
            List.of(hadoop("base"), hadoop("more")),
            OutputMode.REFUSE_EXISTING);
    Set<Long> ids = new HashSet<>();
    examples("view").forEach(example -> assertThat(ids.add(example.id())).isTrue());
    assertThat(ids).hasSize(11).hasSize((int) view.total());
  }

  @Test
  void whatIsOfOtherClassesOrSettingsIsRefused() throws IOException {
    write("left", "d_train.h5", List.of("left"), 0);
    assertThatThrownBy(() -> append(settings("left"), "base", "left"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("no usable recording of their classes (yes, no, stop)");
    EventsSettings other =
        new EventsSettings(
            settings("left").path(),
            Map.of(),
            new EventTransform.Settings(
                CHANNELS, new Downsample(1, 1), 2, TRANSFORM.framing(), CountMode.KEEP),
            10);
    assertThatThrownBy(() -> append(other, "base", "left"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("data.events.summed-channels 1 instead of 2");
  }

  @Test
  void rowsOfATableStayInTheSplitOfTheirId() {
    EventsSettings first = ofTable("first", 0, 40, "yes", "no");
    Manifest made =
        first.preprocess(SPARK, hadoop("first").toString(), OutputMode.REFUSE_EXISTING, List.of());
    Manifest part = append(ofTable("second", 20, 50, "no", "left"), "first", "second");

    assertThat(made.classes()).containsExactly("no", "yes");
    assertThat(part.classes()).containsExactly("no", "yes");
    assertThat(part.rejects()).isEqualTo(Map.of("unknown label", 15L));
    assertThat(part.total("no")).isEqualTo(15);
    Map<String, String> splits = new HashMap<>();
    for (String name : List.of("first", "second")) {
      for (Split split : Split.values()) {
        FrameParquet.read(SPARK, hadoop(name).toString(), split.label())
            .collectAsList()
            .forEach(
                row -> {
                  String source = row.getAs("source");
                  String id = source.substring(source.indexOf(':') + 1);
                  assertThat(splits.merge(id, split.label(), (a, b) -> a)).isEqualTo(split.label());
                });
      }
    }
    assertThat(splits).hasSize(45).containsValues("train", "validation", "test");
  }

  /** Rows with ids from one to below another, of the classes in turn. */
  private EventsSettings ofTable(String view, int from, int to, String... classes) {
    List<Row> rows = new ArrayList<>();
    for (int id = from; id < to; id++) {
      rows.add(RowFactory.create("r" + id, times(), units(), classes[id % classes.length]));
    }
    StructType columns =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("times", DataTypes.createArrayType(DataTypes.FloatType))
            .add("units", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("word", DataTypes.StringType);
    SPARK.createDataFrame(rows, columns).createOrReplaceTempView(view);
    RecordingTable table =
        new RecordingTable(
            new CorpusTable(new TableSource("", view, Map.of(), ""), "text", "word", "", "id"),
            new EventColumns("data.source.", "times", "units"),
            List.of(),
            List.of(),
            SplitSettings.hash(0.6, 0.2, 0.2),
            7);
    return new EventsSettings("unused", Map.of(), TRANSFORM, 10, table);
  }
}
