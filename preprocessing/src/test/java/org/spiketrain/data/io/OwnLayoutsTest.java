package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.dataset.DatasetBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of recordings as people's own programs write them. */
class OwnLayoutsTest {
  private static final int NAME_BYTES = 6;

  @TempDir private Path folder;

  /** What a file of two recordings, of one event each, is made of. */
  private final class Layout {
    private byte[] timeType = Hdf5Output.half();
    private byte[] labelType = Hdf5Output.unsignedShort();
    private byte[] nameType = Hdf5Output.text(NAME_BYTES);
    private short[] labels = {1, 0};
    private Charset names = StandardCharsets.UTF_8;
    private String speakers = "";
    private String spikes = "spikes";

    Path write() throws IOException {
      Path file = folder.resolve("own.h5");
      try (Hdf5Output out = new Hdf5Output(file)) {
        long heap = out.heap(List.of(shorts(half(0.5f)), shorts((short) 7)));
        Map<String, Long> rows =
            Map.of(
                "times", out.dataset(Hdf5Output.rowsOf(timeType), references(heap, 1), 16),
                "units",
                    out.dataset(
                        Hdf5Output.rowsOf(Hdf5Output.unsignedShort()), references(heap, 2), 16));
        Map<String, Long> extra = new TreeMap<>();
        extra.put("keys", out.dataset(nameType, names("eins", "zwölf"), NAME_BYTES));
        if (!speakers.isEmpty()) {
          extra.put("speaker", out.dataset(nameType, names(speakers, speakers), NAME_BYTES));
        }
        Map<String, Long> root = new TreeMap<>();
        root.put("extra", out.group(extra));
        root.put("labels", out.dataset(labelType, ByteBuffer.wrap(shorts(labels)), 2));
        root.put(spikes, out.group(rows));
        out.finish(out.group(root));
      }
      return file;
    }

    private ByteBuffer references(long heap, int index) {
      ByteBuffer references = little(32);
      for (int k = 0; k < 2; k++) {
        references.putInt(1).putLong(heap).putInt(index);
      }
      return references.flip();
    }

    private ByteBuffer names(String first, String second) {
      ByteBuffer all = little(2 * NAME_BYTES).put(first.getBytes(names));
      return all.position(NAME_BYTES).put(second.getBytes(names)).rewind();
    }
  }

  private static short half(float number) {
    return (short) HalfIndexer.fromFloat(number);
  }

  private static byte[] shorts(short... numbers) {
    byte[] bytes = new byte[2 * numbers.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(numbers);
    return bytes;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static SpikeHdf5 open(Path file) throws IOException, FileFaultException {
    return SpikeHdf5.open(new Configuration(), new org.apache.hadoop.fs.Path(file.toUri()));
  }

  private static void assertRead(Layout layout) throws IOException, FileFaultException {
    try (SpikeHdf5 recordings = open(layout.write())) {
      assertThat(recordings.keys()).containsExactly("eins", "zwölf");
      RawRecording first = recordings.recording(0).orElseThrow();
      assertThat(first.label()).isEqualTo(1);
      assertThat(first.speaker()).isNegative();
      assertThat(first.times()).containsExactly(500_000);
      assertThat(first.units()).containsExactly(7);
      assertThat(recordings.recording(1).orElseThrow().label()).isZero();
    }
  }

  private static void assertRefused(Layout layout, String... parts) throws IOException {
    Path file = layout.write();
    assertThatThrownBy(
            () -> {
              try (SpikeHdf5 recordings = open(file)) {
                recordings.keys();
              }
            })
        .isInstanceOf(FileFaultException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void textAsSpeakersKeepsNothingOut() throws IOException, FileFaultException {
    assertRead(new Layout());
    Layout layout = new Layout();
    layout.speakers = "spk01";
    assertRead(layout);
  }

  @Test
  void labelsThatAreStoredAsFloatsAreReadWhereTheyAreWhole()
      throws IOException, FileFaultException {
    Layout layout = new Layout();
    layout.labelType = Hdf5Output.half();
    layout.labels = new short[] {half(1), half(0)};
    assertRead(layout);
    layout.labels = new short[] {half(0.5f), half(Float.NaN)};
    try (SpikeHdf5 recordings = open(layout.write())) {
      for (long row = 0; row < 2; row++) {
        assertThat(recordings.recording(row).orElseThrow().fault(2, 10))
            .contains("label is no whole number");
      }
    }
  }

  @Test
  void namesAreUtf8WhateverTheFileCallsThem() throws IOException, FileFaultException {
    Layout layout = new Layout();
    // ASCII, as h5py declares NumPy's bytes.
    layout.nameType[1] = 0x01;
    assertRead(layout);
    layout.names = StandardCharsets.ISO_8859_1;
    assertRefused(layout, "a text in /extra/keys, number 1 from 0, that is not UTF-8");
  }

  @Test
  void whatIsOtherwiseIsNamed() throws IOException {
    Layout layout = new Layout();
    layout.timeType = Hdf5Output.unsignedShort();
    assertRefused(
        layout, "has rows of whole numbers of 16 bits in /spikes/times", "times in seconds");
    layout = new Layout();
    layout.labelType = Hdf5Output.text(2);
    assertRefused(layout, "has texts in /labels: expected one whole number a recording");
    layout = new Layout();
    layout.spikes = "Spikes";
    assertRefused(layout, "has no data set /spikes/times, but [Spikes, extra, labels]");
    layout = new Layout();
    layout.nameType = Hdf5Output.unsignedShort();
    layout.nameType[4] = NAME_BYTES;
    assertRefused(layout, "in /extra/keys: expected the name of every class as text");
  }

  private StoredData stored(Object data) {
    Path file = folder.resolve("line.h5");
    try (WritableHdfFile out = HdfFile.write(file)) {
      out.putDataset("labels", data);
    }
    return new StoredData("labels", (DatasetBase) new HdfFile(file).getDatasetByPath("/labels"));
  }

  @Test
  void aColumnIsReadAsARowIs() {
    for (Object data :
        List.of(
            new int[] {4, 5, 6},
            new int[][] {{4}, {5}, {6}},
            new long[][] {{4, 5, 6}},
            new double[][] {{4}, {5}, {6}})) {
      StoredData stored = stored(data);
      assertThat(WholeNumbers.Column.canRead(stored)).isTrue();
      WholeNumbers.Column column = new WholeNumbers.Column(stored.dataset());
      assertThat(column.rows()).isEqualTo(3);
      assertThat(List.of(column.number(2), column.number(0), column.number(1)))
          .containsExactly(6, 4, 5);
    }
  }

  @Test
  void aTableIsNoColumn() {
    StoredData oneHot = stored(new byte[][] {{1, 0}, {0, 1}, {1, 0}});
    assertThat(WholeNumbers.Column.canRead(oneHot)).isFalse();
    assertThat(oneHot.unlike("one"))
        .hasMessage("has whole numbers of 8 bits in 2 dimensions (3 x 2) in /labels: expected one");
  }
}
