package org.spiketrain.toy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.ExampleEncoder;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Json;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Reading;
import org.spiketrain.data.SharedSettings;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.TrainedModel;

/** A kind of data as a stranger's jar brings it: whole numbers, even or odd, a bit a time step. */
public final class ToyKind implements DataKind {
  private static final List<String> CLASSES = List.of("even", "odd");

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public CorpusTerms terms() {
    return new CorpusTerms("number", "parity", "line", "row");
  }

  @Override
  public Optional<String> reference() {
    return Optional.of(
        """
        # Bits of a number that are read, the last ones first.
        # Expected: a whole number from 1 to 16
        bits = 4
        """);
  }

  @Override
  public CorpusSettings settings(KeyReader keys, SharedSettings shared) {
    return new Settings(shared.path(), keys.integer("data.toy.bits", Range.between(1, 16)));
  }

  @Override
  public Class<? extends Corpus> corpus() {
    return Made.class;
  }

  @Override
  public ExampleEncoder encoder(byte[] entry, TrainedModel model) {
    return Json.read(entry, Bits.class);
  }

  /** Which bits are read of which file. */
  record Settings(String path, int bits) implements CorpusSettings {
    @Override
    public String kind() {
      return "toy";
    }

    @Override
    public Map<String, Object> keys(Configuration conf, Corpus made) {
      return Map.of("data.kind", "toy", "data.path", path, "data.toy.bits", bits);
    }

    @Override
    public Manifest preprocess(
        SparkSession spark, String outputDir, OutputMode mode, List<Path> dependants) {
      Configuration conf = spark.sessionState().newHadoopConf();
      List<Row> rows = new ArrayList<>();
      Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
      CLASSES.forEach(name -> counts.put(name, new LinkedHashMap<>()));
      for (String line : lines()) {
        int label = Integer.parseInt(line) % 2;
        Split split = Split.values()[rows.size() / 2 % 3];
        SpikeFrames frames = new Bits(bits).read(line).frames().orElseThrow();
        Example example = new Example(rows.size(), label, line, frames);
        rows.add(FrameParquet.row(example, line, "numbers.txt:" + (rows.size() + 1), split));
        counts.get(CLASSES.get(label)).merge(split.label(), 1L, Long::sum);
      }
      try (AtomicOutput out = AtomicOutput.directory(conf, new Path(outputDir), mode)) {
        FrameParquet.writeFrames(
            spark,
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows),
            rows.size(),
            1000,
            out.staging());
        Manifest manifest =
            new Manifest(
                Manifest.FORMAT_VERSION,
                "toy",
                Versions.current(spark),
                path,
                "numbers",
                Json.fingerprint("toy", "numbers", bits),
                CLASSES,
                counts,
                2,
                new Made(bits),
                Map.of(),
                FrameParquet.files(conf, out.staging()));
        FrameParquet.writeManifest(conf, out.staging(), manifest);
        out.commit(dependants);
        return manifest;
      }
    }

    private List<String> lines() {
      try {
        return Files.readAllLines(java.nio.file.Path.of(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The part of the manifest. */
  record Made(int bits) implements Corpus {
    @Override
    public String kind() {
      return "toy";
    }

    @Override
    public Map<String, Object> keys(Configuration conf, Manifest frames) {
      return Map.of("data.kind", "toy", "data.path", frames.inputPath(), "data.toy.bits", bits);
    }

    @Override
    public byte[] encoderEntry() {
      return Json.bytes(new Bits(bits));
    }

    @Override
    public List<String> notes(Manifest frames) {
      return List.of("Numbers of %d bits.".formatted(bits));
    }

    @Override
    public List<String> summary(Manifest frames) {
      return List.of("numbers of %d bits".formatted(bits));
    }
  }

  /** Makes the frames of a number: at each time step channel 0 or 1 spikes, as its bit is. */
  record Bits(int bits) implements LineEncoder {
    @Override
    public int channels() {
      return 2;
    }

    @Override
    public LineColumn column() {
      return new LineColumn("number", "numbers");
    }

    @Override
    public Reading read(String text) {
      if (!text.matches("[0-9]{1,9}")) {
        return Reading.unusable("no number");
      }
      int[] channels = new int[bits];
      for (int bit = 0; bit < bits; bit++) {
        channels[bit] = Integer.parseInt(text) >> bit & 1;
      }
      return Reading.of(SpikeFrames.oneHot(2, channels), false);
    }

    @Override
    public String lack() {
      return "no numbers";
    }

    @Override
    public String explained(String text, String problem) {
      return "\"%s\" is no number".formatted(text);
    }
  }
}
