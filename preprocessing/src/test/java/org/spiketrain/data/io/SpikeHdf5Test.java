package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.events.EventFile;
import org.spiketrain.data.events.EventFileScan;
import org.spiketrain.data.io.SpikeHdf5.Labels;

class SpikeHdf5Test {
  private static final Configuration CONF = new Configuration();

  /** Half of the step between halves from 0.5 s to 1 s, in microseconds, rounded up. */
  private static final int HALF_STEP_US = 245;

  private static final List<String> KEYS = List.of("yes", "no", "sheila");

  @TempDir private Path folder;

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static float[] seconds(Random random, int events) {
    float[] seconds = new float[events];
    for (int k = 0; k < events; k++) {
      seconds[k] = random.nextFloat();
    }
    Arrays.sort(seconds);
    return seconds;
  }

  private Path write(int recordings) throws IOException {
    Path file = folder.resolve("words_train.h5");
    Random random = new Random(1);
    try (SpikeHdf5Writer writer = new SpikeHdf5Writer(CONF, hadoop(file))) {
      for (int k = 0; k < recordings; k++) {
        int events = k % 7 == 0 ? 0 : random.nextInt(k % 5 == 0 ? 5000 : 50);
        writer.add(seconds(random, events), random.ints(events, 0, 700).toArray(), k % 3, k % 11);
      }
      writer.finish(KEYS);
    }
    return file;
  }

  private static List<RawRecording> read(Path file) throws IOException, FileFaultException {
    try (SpikeHdf5 hdf5 = SpikeHdf5.open(CONF, hadoop(file))) {
      List<RawRecording> recordings = new ArrayList<>();
      for (long row = 0; row < hdf5.rows(); row++) {
        recordings.add(hdf5.recording(row).orElseThrow());
      }
      return recordings;
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException, FileFaultException {
    Path file = write(2500);
    Random random = new Random(1);
    List<RawRecording> recordings = read(file);
    assertThat(recordings).hasSize(2500);
    for (int k = 0; k < recordings.size(); k++) {
      RawRecording recording = recordings.get(k);
      int events = k % 7 == 0 ? 0 : random.nextInt(k % 5 == 0 ? 5000 : 50);
      float[] seconds = seconds(random, events);
      int[] times = new int[events];
      Arrays.setAll(times, i -> Microseconds.ofHalfBits((short) HalfIndexer.fromFloat(seconds[i])));
      assertThat(recording.times()).isEqualTo(times);
      assertThat(recording.units()).isEqualTo(random.ints(events, 0, 700).toArray());
      assertThat(recording.label()).isEqualTo(k % 3);
      assertThat(recording.speaker()).isEqualTo(k % 11);
    }
    try (SpikeHdf5 hdf5 = SpikeHdf5.open(CONF, hadoop(file))) {
      assertThat(hdf5.keys()).isEqualTo(KEYS);
    }
  }

  @Test
  void aWriterThatWasNotFinishedLeavesNothing() throws IOException {
    Path file = folder.resolve("unfinished.h5");
    try (SpikeHdf5Writer writer = new SpikeHdf5Writer(CONF, hadoop(file))) {
      writer.add(new float[] {0.5f}, new int[] {1}, 0, 0);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aDamagedRowIsFoundAndTheOthersAreRead() throws IOException, FileFaultException {
    Path file = write(20);
    byte[] bytes = Files.readAllBytes(file);
    int second = indexOf(bytes, "GCOL", indexOf(bytes, "GCOL", 0) + 4);
    bytes[second] = 'X';
    Files.deleteIfExists(folder.resolve(".words_train.h5.crc"));
    Files.write(file, bytes);

    try (SpikeHdf5 hdf5 = SpikeHdf5.open(CONF, hadoop(file))) {
      List<Long> damaged = new ArrayList<>();
      for (long row = 0; row < hdf5.rows(); row++) {
        if (hdf5.recording(row).isEmpty()) {
          damaged.add(row);
        }
      }
      assertThat(damaged).containsExactly(2L);
    }
  }

  private static int indexOf(byte[] bytes, String text, int from) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text, from);
  }

  /** Wherever bytes are wrong, the file or rows of it are refused, and nothing else happens. */
  @Test
  void anyDamageIsAFinding() throws IOException {
    byte[] good = Files.readAllBytes(write(30));
    Random random = new Random(3);
    for (int attempt = 0; attempt < 300; attempt++) {
      byte[] bad = good.clone();
      // Half of them where the structures are, at the end.
      int range = attempt % 2 == 0 ? bad.length : 8000;
      for (int k = 0; k < 8; k++) {
        bad[bad.length - 1 - random.nextInt(range)] = (byte) random.nextInt();
      }
      Path file = folder.resolve("bad" + attempt + ".h5");
      Files.write(file, bad);
      EventFile scanned = new EventFile(hadoop(file).toString());
      try {
        EventFileScan.of(scanned, hadoop(folder), CONF, Labels.READ);
      } catch (FileFaultException e) {
        continue;
      }
      readWhatCanBe(file);
    }
  }

  private static void readWhatCanBe(Path file) throws IOException {
    try (SpikeHdf5 hdf5 = SpikeHdf5.open(CONF, hadoop(file))) {
      for (long row = 0; row < hdf5.rows(); row++) {
        hdf5.recording(row).ifPresent(recording -> recording.fault(3, 700));
      }
    } catch (FileFaultException e) {
      throw new AssertionError("the scan found nothing", e);
    }
  }

  @Test
  void whatIsNoHdf5FileIsRefused() throws IOException {
    Path file = folder.resolve("text.h5");
    Files.writeString(file, "no spikes here ".repeat(1000));
    assertThatThrownBy(() -> SpikeHdf5.open(CONF, hadoop(file)))
        .isInstanceOf(FileFaultException.class)
        .hasMessageStartingWith("is not an HDF5 file");
  }

  /** The same ten recordings as PyTables and two versions of h5py store them. */
  @Test
  @EnabledIfEnvironmentVariable(named = "SPIKETRAIN_DATA", matches = ".+")
  void filesOfOtherLibrariesReadEqual() throws IOException, FileFaultException {
    Path variants = Path.of(System.getenv("SPIKETRAIN_DATA"), "ssc-synth", "variants");
    List<RawRecording> first = read(variants.resolve("pytables_f16.h5"));
    assertThat(first.stream().map(RawRecording::label))
        .containsExactly(0, 3, 6, 10, 15, 18, 22, 28, 33, 34);
    assertThat(read(variants.resolve("h5py_v110_chunked_gzip_f16.h5")))
        .usingRecursiveComparison()
        .isEqualTo(first);
    Path unpacked = folder.resolve("unpacked.h5");
    try (InputStream zip = Files.newInputStream(variants.resolve("pytables_f16.h5.zip"));
        OutputStream out = Files.newOutputStream(unpacked)) {
      Compression.ZIP.unpack(zip, out);
    }
    assertThat(read(unpacked)).usingRecursiveComparison().isEqualTo(first);
    // That file's times were never rounded to halves.
    List<RawRecording> exact = read(variants.resolve("h5py_contiguous_f32.h5"));
    assertThat(exact).usingRecursiveComparison().ignoringFields("times").isEqualTo(first);
    for (int k = 0; k < first.size(); k++) {
      int[] rounded = first.get(k).times();
      int[] times = exact.get(k).times();
      assertThat(times).hasSameSizeAs(rounded);
      for (int i = 0; i < times.length; i++) {
        assertThat(times[i]).isCloseTo(rounded[i], within(HALF_STEP_US));
      }
    }
  }
}
