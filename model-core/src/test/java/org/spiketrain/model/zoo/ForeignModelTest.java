package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.UserErrorException;

class ForeignModelTest {
  private static final String DESCRIPTION =
      "{\"format\": 1, \"classes\": [\"yes\", \"no\"], \"configuration\": {}}";
  private static final NetworkSettings NETWORK =
      new NetworkSettings("leaky(classes, learn-beta = per-neuron)", "ce-mean");

  @Test
  void arraysBecomeTheParameters() {
    Map<String, byte[]> entries = entries();
    entries.put("0_beta.npy", numpy(1, "<f8", "False", "(2,)", doubles(0.25, 0.5)));
    entries.put("0_b.npy", numpy(2, "<f4", "False", "(1, 2)", floats(2)));

    ForeignModel model = ForeignModel.read(zip(entries), "x.npz");
    assertThat(model.description().classes()).containsExactly("yes", "no");
    MultiLayerNetwork network = model.network(NETWORK, "x.npz");
    assertThat(network.getParam("0_W").toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 1}, {2, 3}, {4, 5}});
    assertThat(network.getParam("0_beta").toFloatVector()).containsExactly(0.25f, 0.5f);
    assertThat(network.getParam("0_b").toFloatVector()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0_W    | 1 | <f4 | False | (2, 3) | 6 | 0_W.npy has the shape [2, 3], but the parameter [2, 2]",
        "0_W    | 1 | <f4 | False | (6,)   | 6 | it has no matrix 0_W.npy",
        "0_W    | 1 | <f4 | False | (3, 2) | 5 | it declares the shape [3, 2], but has 20 bytes",
        "0_W    | 1 | <f4 | False | (99999999, 99999999) | 6 | it declares the shape",
        "0_W    | 1 | <f4 | True  | (3, 2) | 6 | 0_W.npy: it is not in row-major order",
        "0_W    | 1 | <i8 | False | (3, 2) | 6 | numbers of type '<i8'",
        "0_W    | 9 | <f4 | False | (3, 2) | 6 | 0_W.npy: it is no array that numpy.save wrote",
        "0_beta | 1 | <f4 | False | (2, 1) | 2 | 0_beta.npy has the shape [2, 1]",
        "0_W    | 1 | <f4 | False | (0, 2) | 0 | 0_W.npy: it has no numbers, its shape is (0, 2)",
        "0_W    | 1 | <f4 | maybe | (3, 2) | 6 | 0_W.npy: its header is not one of numpy.save: {'descr'",
        "0_c    | 1 | <f4 | False | (2,)   | 2 | its network has no 0_c"
      })
  void refusesArraysThatAreNotTheNetworks(
      String name, int version, String type, String order, String shape, int count, String fault) {
    Map<String, byte[]> entries = entries();
    entries.put(name + ".npy", numpy(version, type, order, shape, floats(count)));
    assertRefused(zip(entries), fault);
  }

  @Test
  void refusesWhatIsMissing() {
    Map<String, byte[]> entries = entries();
    entries.remove("0_b.npy");
    entries.remove("0_beta.npy");
    assertRefused(zip(entries), "it has no array for 0_b, 0_beta");
    entries.remove("model.json");
    assertRefused(zip(entries), "it has no model.json");
    assertRefused(new byte[] {1, 2, 3}, "it is not a zip file");
  }

  @Test
  void refusesNumbersThatAreNone() {
    Map<String, byte[]> entries = entries();
    byte[] infinite = doubles(1, Double.POSITIVE_INFINITY);
    entries.put("0_beta.npy", numpy(1, "<f8", "False", "(2,)", infinite));
    assertRefused(zip(entries), "0_beta.npy: number 2 of 2 is Infinity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"format\": 2, \"classes\": [\"a\"], \"configuration\": {}} | its format is 2",
        "{\"format\": 1, \"configuration\": {}} | names no classes",
        "{\"format\": 1, \"classes\": [\"a\", \"a\"], \"configuration\": {}} | names a class twice",
        "{\"format\": 1, \"classes\": [\"a\", null], \"configuration\": {}} | no name for class 1",
        "{\"format\": 1, \"classes\": [\" \", \"a\"], \"configuration\": {}} | no name for class 0",
        "{\"format\": 1, \"classes\": [\"a\"], \"configuration\": {\"k\": null}} | model.json gives k no value",
        "{\"format\": 1, \"classes\": [\"a\"]} | names no classes or no configuration",
        "[] | model.json cannot be read",
        "null | its format is missing"
      })
  void refusesDescriptionsOfNothing(String json, String fault) {
    Map<String, byte[]> entries = entries();
    entries.put("model.json", json.getBytes(StandardCharsets.UTF_8));
    assertRefused(zip(entries), fault);
  }

  @Test
  void refusesAVarianceBelowZero() {
    NetworkSettings normalised =
        new NetworkSettings("leaky(classes, batch-norm = 1, learn-beta = per-neuron)", "ce-mean");
    Map<String, byte[]> entries = entries();
    entries.put("0_gain.npy", numpy(1, "<f4", "False", "(2,)", floats(2)));
    entries.put("0_mean.npy", numpy(1, "<f8", "False", "(2,)", doubles(-1, 0)));
    entries.put("0_variance.npy", numpy(1, "<f4", "False", "(2,)", floats(2)));
    assertThat(ForeignModel.read(zip(entries), "x.npz").network(normalised, "x.npz")).isNotNull();
    entries.put("0_variance.npy", numpy(1, "<f8", "False", "(2,)", doubles(1, -0.5)));
    assertThatThrownBy(() -> ForeignModel.read(zip(entries), "x.npz").network(normalised, "x.npz"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("Cannot import x.npz: 0_variance.npy: number 2 of 2 is -0.5");
  }

  @Test
  void messagesShowNamesOfEntriesShortlyAndOnOneLine() {
    String name = "\u001b[2J" + "x".repeat(1000);
    for (String entry : new String[] {name, name + ".npy"}) {
      Map<String, byte[]> entries = entries();
      entries.put(entry, numpy(1, "<f4", "False", "(2,)", floats(2)));
      assertThatThrownBy(() -> ForeignModel.read(zip(entries), "x.npz").network(NETWORK, "x.npz"))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("xxx...")
          .hasMessageNotContaining("\u001b")
          .message()
          .hasSizeLessThan(400);
    }
  }

  @Test
  void refusesWhatIsCutOff() {
    byte[] whole = zip(entries());
    // Behind the entries there is only a list of them, which nobody needs.
    int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    for (int length = 1; length < end; length += 37) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ForeignModel.read(part, "x.npz").network(NETWORK, "x.npz"))
          .isInstanceOf(UserErrorException.class);
    }
  }

  @Test
  void refusesANetworkOfOtherClasses() {
    NetworkSettings three = new NetworkSettings("leaky(3)", "ce-mean");
    assertThatThrownBy(() -> ForeignModel.read(zip(entries()), "x.npz").network(three, "x.npz"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("Cannot import x.npz: network.stack ends with 3 outputs");
  }

  private static void assertRefused(byte[] archive, String fault) {
    assertThatThrownBy(() -> ForeignModel.read(archive, "x.npz").network(NETWORK, "x.npz"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("Cannot import x.npz: ")
        .hasMessageContaining(fault);
  }

  /** A whole archive of a network of three channels. */
  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("model.json", DESCRIPTION.getBytes(StandardCharsets.UTF_8));
    entries.put("0_W.npy", numpy(1, "<f4", "False", "(3, 2)", floats(6)));
    entries.put("0_b.npy", numpy(1, "<f4", "False", "(2,)", floats(2)));
    entries.put("0_beta.npy", numpy(1, "<f4", "False", "(2,)", floats(2)));
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] numpy(
      int version, String type, String order, String shape, byte[] content) {
    byte[] header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
            .formatted(type, order, shape)
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer data =
        ByteBuffer.allocate(12 + header.length + content.length).order(ByteOrder.LITTLE_ENDIAN);
    data.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    data.put((byte) version).put((byte) 0);
    if (version == 1) {
      data.putShort((short) header.length);
    } else {
      data.putInt(header.length);
    }
    data.put(header).put(content);
    return Arrays.copyOf(data.array(), data.position());
  }

  /** 0, 1, 2 and so on. */
  private static byte[] floats(int count) {
    ByteBuffer data = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.range(0, count).forEach(k -> data.putFloat(k));
    return data.array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      data.putDouble(value);
    }
    return data.array();
  }
}
