package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.RecordingFiles;

/**
 * Files of anybody: each gets one message that names it and a remedy, within seconds and bounded
 * memory, and loads no class. With {@code -Dspiketrain.hostile.table=FILE} what each got is added
 * to that file.
 */
// Every buffer wraps an array of its own.
@LongTest
@SuppressWarnings("ByteBufferBackingArray")
class HostileFilesIT {
  private static final String MODEL = "spiketrain.json";
  private static final String ENCODER = "encoder.json";
  private static final String NETWORK = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final String DAMAGED = "is damaged or truncated (";
  private static final int DEEP = 100_000;
  private static final long ROWS = 12;
  private static final long MOST_HEAP = 700L << 20;

  /** Set by a class that a file names. */
  static final AtomicBoolean LOADED = new AtomicBoolean();

  /** Says when it is loaded. */
  public static final class Canary {
    static {
      LOADED.set(true);
    }
  }

  @TempDir static Path shared;
  private static Path run;
  private static byte[] recordings;

  @TempDir Path folder;

  @BeforeAll
  static void trainOnce() throws IOException {
    Path names = Files.createDirectory(shared.resolve("names"));
    List<String> stems = List.of("Tor", "Bel", "Lin", "Mar", "Gal", "Sven");
    for (String ending : List.of("son", "etti")) {
      Files.write(
          names.resolve("In" + ending + ".txt"), stems.stream().map(s -> s + ending).toList());
    }
    run = shared.resolve("run");
    LocalSpark.session();
    assertThat(command("run", run).err()).isEmpty();
    RecordingFiles.write(shared.resolve("events/words_train.h5"), 12, 30, 1);
    recordings = Files.readAllBytes(shared.resolve("events/words_train.h5"));
  }

  private static CommandLineRun command(String command, Path output, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "conf/names-demo.conf"));
    for (String setting :
        List.of(
            "data.path=" + shared.resolve("names"),
            "output.path=" + output,
            "data.names.ngrams=1",
            "split.train-fraction=0.5",
            "split.validation-fraction=0.25",
            "split.test-fraction=0.25",
            "network.stack=spiking-lstm(8) | readout(mean)",
            "training.batch-size=2",
            "training.averaging-frequency=2",
            "training.examples=24",
            "training.checkpoint-every=1",
            "evaluation.baselines=false")) {
      args.addAll(List.of("-D", setting));
    }
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @BeforeEach
  void session() {
    // Commands close the session they have joined.
    LocalSpark.session();
  }

  private static String repeated(String part) {
    return part.repeat(DEEP);
  }

  static Stream<HostileFile> archives() {
    return Stream.of(
        HostileFile.bytes("empty file", "is not a Spiketrain model", good -> new byte[0]),
        HostileFile.bytes("a text", "is not a zip file", good -> HostileFile.utf8("no zip")),
        HostileFile.cut("cut off in its first entry", DAMAGED, 10),
        HostileFile.cut("cut off in the middle", DAMAGED, 500),
        HostileFile.cut("cut off near its end", DAMAGED, 900),
        HostileFile.zip(
            "zip slip: entry ../../evil",
            "an entry with a path",
            e -> e.put("../../evil", new byte[1])),
        HostileFile.zip(
            "entry /etc/evil from the root",
            "an entry with a path",
            e -> e.put("/etc/evil", new byte[1])),
        HostileFile.zip(
            "entry ..\\evil as in Windows",
            "an entry with a path",
            e -> e.put("..\\evil", new byte[1])),
        HostileFile.bytes(
            "an entry twice",
            "it has two entries 'twice'",
            good -> {
              Map<String, byte[]> entries = HostileFile.unpacked(good);
              entries.put("twicE", new byte[1]);
              entries.put("twice", new byte[1]);
              return replaced(HostileFile.packed(entries), "twicE", "twice");
            }),
        HostileFile.zip(
            "1,000 entries",
            "more than 100 entries",
            entries -> {
              for (int k = 0; k < 1000; k++) {
                entries.put("e" + k, new byte[0]);
              }
            }),
        HostileFile.bytes(
            "zip bomb: a strange entry of 2 GiB",
            "its entries unpack to more than",
            good -> HostileFile.withZeros(good, "zeros", 2048)),
        HostileFile.bytes(
            "zip bomb: parameters of 2 GiB",
            "its entries unpack to more than",
            good -> HostileFile.withZeros(good, PARAMETERS, 2048)),
        HostileFile.bytes(
            "an entry declared 2 GiB longer than it is", DAMAGED, HostileFilesIT::declaredLonger),
        HostileFile.zip("no network", "the network is missing", e -> e.remove(NETWORK)),
        HostileFile.zip("no parameters", "the network is missing", e -> e.remove(PARAMETERS)),
        HostileFile.zip("no provenance", "has no spiketrain.json", e -> e.remove(MODEL)),
        new HostileFile(
            "a file of 1 TiB, all zeros",
            "more than half of this program's memory",
            (good, file) -> sparse(file, 1L << 40)));
  }

  static Stream<HostileFile> provenances() {
    return Stream.of(
        HostileFile.entry("provenance is no JSON", DAMAGED, MODEL, HostileFile.utf8("}")),
        HostileFile.entry("provenance is null", DAMAGED, MODEL, HostileFile.utf8("null")),
        HostileFile.entry("provenance is a list", DAMAGED, MODEL, HostileFile.utf8("[]")),
        HostileFile.entry(
            "provenance nested 100,000 deep",
            DAMAGED,
            MODEL,
            HostileFile.utf8("{\"x\":" + repeated("["))),
        HostileFile.text(
            "format 99", "has model format 99", MODEL, "\"format\" : 1", "\"format\" : 99"),
        HostileFile.text(
            "kind of a class' name",
            "is of data of kind",
            MODEL,
            "\"kind\" : \"names\"",
            "\"kind\" : \"java.lang.Runtime\""),
        HostileFile.text(
            "kind null",
            "does not say of what kind",
            MODEL,
            "\"kind\" : \"names\"",
            "\"kind\" : null"),
        HostileFile.text(
            "no classes", DAMAGED, MODEL, "\"classes\" : \\[[^]]*\\]", "\"classes\" : []"),
        HostileFile.text(
            "classes null",
            "no classes or no configuration",
            MODEL,
            "\"classes\" : \\[[^]]*\\]",
            "\"classes\" : null"),
        HostileFile.text(
            "more classes than outputs",
            "outputs for 3 classes",
            MODEL,
            "\"classes\" : \\[[^]]*\\]",
            "\"classes\" : [\"a\", \"b\", \"c\"]"),
        HostileFile.text(
            "other letters than the network's",
            "channels, but its encoder makes",
            ENCODER,
            "\"letters\":\"a",
            "\"letters\":\""),
        HostileFile.text(
            "n-grams of -1 letters", "ngrams is -1", ENCODER, "\"ngrams\":1", "\"ngrams\":-1"),
        HostileFile.entry("encoder is no JSON", "damaged", ENCODER, HostileFile.utf8("}")),
        HostileFile.entry("encoder of nothing", "damaged", ENCODER, new byte[0]),
        HostileFile.entry("encoder null", "damaged", ENCODER, HostileFile.utf8("null")),
        HostileFile.entry(
            "encoder nested 100,000 deep", "damaged", ENCODER, HostileFile.utf8(repeated("["))),
        HostileFile.text(
            "configuration null",
            DAMAGED,
            MODEL,
            "\"configuration\" : \"",
            "\"configuration\" : null, \"x\" : \""),
        HostileFile.text(
            "configuration that includes an address",
            "its configuration includes http://localhost:1/x",
            MODEL,
            "\"configuration\" : \"",
            "\"configuration\" : \"include url(\\\\\"http://localhost:1/x\\\\\")\\\\n"),
        HostileFile.text(
            "configuration that includes a file",
            "its configuration includes",
            MODEL,
            "\"configuration\" : \"",
            "\"configuration\" : \"include file(\\\\\"/etc/passwd\\\\\")\\\\n"),
        HostileFile.text(
            "configuration that reads the environment",
            "refers to other values",
            MODEL,
            "\"configuration\" : \"",
            "\"configuration\" : \"x = \\${PATH}\\\\n"),
        HostileFile.text(
            "configuration nested 100,000 deep",
            "nested more than 50 deep",
            MODEL,
            "\"configuration\" : \"",
            "\"configuration\" : \"x = " + repeated("[")));
  }

  static Stream<HostileFile> networks() {
    String cell = "\"@class\" : \"org.spiketrain.model.layer.SequenceLayer\"";
    String activation = "org.nd4j.linalg.activations.impl.ActivationSigmoid";
    return Stream.of(
        HostileFile.entry("network is no JSON", DAMAGED, NETWORK, HostileFile.utf8("}")),
        HostileFile.entry("network is {}", "has no layers", NETWORK, HostileFile.utf8("{}")),
        HostileFile.entry(
            "network of lists 100,000 deep",
            "nested more than 32 deep",
            NETWORK,
            HostileFile.utf8(repeated("["))),
        HostileFile.entry(
            "network of objects 100,000 deep",
            "nested more than 32 deep",
            NETWORK,
            HostileFile.utf8(repeated("{\"a\":"))),
        HostileFile.entry(
            "a million layers",
            "more than 1000 layers",
            NETWORK,
            HostileFile.utf8("{\"confs\":[" + "{\"layer\":{}},".repeat(1_000_000) + "{}]}")),
        HostileFile.entry(
            "network described by 20 MiB",
            "by more than 16 MiB",
            NETWORK,
            HostileFile.utf8(" ".repeat(20 << 20))),
        HostileFile.text(
            "layer of a class of the class path",
            "names the class",
            NETWORK,
            cell,
            "\"@class\" : \"org.spiketrain.cli.HostileFilesIT\\$Canary\""),
        HostileFile.text(
            "activation of a class of the class path",
            "names the class",
            NETWORK,
            activation,
            "org.spiketrain.cli.HostileFilesIT\\$Canary"),
        HostileFile.text(
            "activation javax.script.ScriptEngineManager",
            "names the class 'javax.script.ScriptEngineManager'",
            NETWORK,
            activation,
            "javax.script.ScriptEngineManager"),
        HostileFile.text(
            "class by a key with an escape",
            "names the class",
            NETWORK,
            cell,
            "\"\\\\u0040class\" : \"org.spiketrain.cli.HostileFilesIT\\$Canary\""),
        HostileFile.text(
            "class by the key type",
            "names the class",
            NETWORK,
            cell,
            cell + ", \"type\" : \"org.spiketrain.cli.HostileFilesIT\\$Canary\""),
        HostileFile.text(
            "layer of DL4J",
            "names the class",
            NETWORK,
            cell,
            "\"@class\" : \"org.deeplearning4j.nn.conf.layers.DenseLayer\""),
        HostileFile.text(
            "layer that is none",
            DAMAGED,
            NETWORK,
            cell,
            "\"@class\" : \"org.spiketrain.model.layer.NoSuchLayer\""),
        HostileFile.text("-5 inputs", DAMAGED, NETWORK, "\"nin\" : \\d+", "\"nin\" : -5"),
        HostileFile.text(
            "2^31 - 1 inputs", DAMAGED, NETWORK, "\"nin\" : \\d+", "\"nin\" : 2147483647"),
        HostileFile.text(
            "2^40 neurons", DAMAGED, NETWORK, "\"nout\" : \\d+", "\"nout\" : 1099511627776"),
        HostileFile.text("no neurons", DAMAGED, NETWORK, "\"nout\" : \\d+", "\"nout\" : 0"));
  }

  static Stream<HostileFile> parameters() {
    return Stream.of(
        HostileFile.entry("no bytes of parameters", DAMAGED, PARAMETERS, new byte[0]),
        HostileFile.entry(
            "parameters of other bytes", DAMAGED, PARAMETERS, HostileFile.utf8("numbers")),
        HostileFile.entry(
            "2^40 parameters declared",
            "coefficients.bin: its shape is",
            PARAMETERS,
            HostileFile.vector(1L << 40, "FLOAT", 1)),
        HostileFile.entry(
            "2^31 - 1 parameters declared",
            "it declares 2147483647 numbers",
            PARAMETERS,
            HostileFile.vector(Integer.MAX_VALUE, "FLOAT", 1)),
        HostileFile.entry(
            "-1 parameters", "its shape is", PARAMETERS, HostileFile.vector(-1, "FLOAT", 1)),
        HostileFile.entry(
            "parameters of doubles",
            "numbers of type 'DOUBLE'",
            PARAMETERS,
            HostileFile.vector(1, "DOUBLE", 1, 1)),
        HostileFile.entry(
            "too few parameters", DAMAGED, PARAMETERS, HostileFile.vector(2, "FLOAT", 1, 2)),
        HostileFile.zip(
            "parameters cut off",
            "it declares",
            e -> e.put(PARAMETERS, Arrays.copyOf(e.get(PARAMETERS), e.get(PARAMETERS).length - 4))),
        HostileFile.zip("a parameter that is NaN", "is NaN", e -> last(e, PARAMETERS, Float.NaN)),
        HostileFile.zip(
            "a parameter that is infinite",
            "is -Infinity",
            e -> last(e, PARAMETERS, Float.NEGATIVE_INFINITY)),
        HostileFile.entry(
            "words without rates",
            "their rates are missing",
            "sentences.json",
            HostileFile.utf8("{}")),
        HostileFile.zip(
            "-1 words",
            "-1 words in 1 time steps",
            e ->
                sentences(
                    e,
                    "{\"words\":-1,\"coding\":\"direct\",\"timeSteps\":1,\"vocabulary\":[\"\"]}")),
        HostileFile.zip(
            "2^31 - 1 time steps",
            "2147483647 time steps",
            e ->
                sentences(
                    e,
                    "{\"words\":1,\"coding\":\"direct\",\"timeSteps\":2147483647,\"vocabulary\":[\"\"]}")),
        HostileFile.zip(
            "rates of 2^40 words",
            "rates.bin: its shape is",
            e -> {
              sentences(
                  e, "{\"words\":1,\"coding\":\"direct\",\"timeSteps\":1,\"vocabulary\":[\"\"]}");
              e.put("rates.bin", HostileFile.vector(1L << 40, "FLOAT", 1));
            }));
  }

  private static void sentences(Map<String, byte[]> entries, String settings) {
    entries.put("sentences.json", HostileFile.utf8(settings));
    // A vector has no second dimension, but each case must fail before or because of that.
    byte[] matrix = HostileFile.vector(1, "FLOAT", 0.5f);
    entries.put("rates.bin", asMatrix(matrix));
  }

  /** ND4J's form of a 1 x 1 matrix. */
  private static byte[] asMatrix(byte[] vector) {
    ByteBuffer in = ByteBuffer.wrap(vector);
    int header = 2 + "MIXED_DATA_TYPES".length() + Long.BYTES + 2 + "LONG".length();
    int shape = 6 * Long.BYTES;
    ByteBuffer out = ByteBuffer.allocate(vector.length + 2 * Long.BYTES);
    out.put(vector, 0, header).putLong(2 + "MIXED_DATA_TYPES".length(), 8);
    for (long number : new long[] {2, 1, 1, 1, 1, 0x2000, 1, 'c'}) {
      out.putLong(number);
    }
    out.put(vector, header + shape, in.capacity() - header - shape);
    return out.array();
  }

  private static void last(Map<String, byte[]> entries, String name, float value) {
    byte[] changed = entries.get(name).clone();
    ByteBuffer.wrap(changed).putFloat(changed.length - Float.BYTES, value);
    entries.put(name, changed);
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    byte[] changed = bytes.clone();
    byte[] wanted = HostileFile.utf8(from);
    byte[] by = HostileFile.utf8(to);
    for (int k = 0; k + wanted.length <= changed.length; k++) {
      if (Arrays.equals(changed, k, k + wanted.length, wanted, 0, wanted.length)) {
        System.arraycopy(by, 0, changed, k, by.length);
      }
    }
    return changed;
  }

  /** The first entry's descriptor, which follows its contents, gets another length. */
  private static byte[] declaredLonger(byte[] good) throws IOException {
    byte[] changed = good.clone();
    ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    int descriptor = 0x08074b50;
    for (int k = 0; k + 16 <= changed.length; k++) {
      if (buffer.getInt(k) == descriptor) {
        buffer.putInt(k + 12, Integer.MAX_VALUE);
        return changed;
      }
    }
    throw new IOException("no descriptor");
  }

  private static void sparse(Path file, long bytes) throws IOException {
    try (RandomAccessFile all = new RandomAccessFile(file.toFile(), "rw")) {
      all.setLength(bytes);
    }
  }

  @ParameterizedTest
  @MethodSource({"archives", "provenances", "networks", "parameters"})
  void models(HostileFile hostile) throws IOException {
    Path model = folder.resolve("model.zip");
    hostile.maker().write(Files.readAllBytes(run.resolve("model.zip")), model);
    check(
        "model.zip",
        hostile,
        model,
        () -> CommandLineRun.of("score", "--model", model.toString(), "Torson"));
  }

  static Stream<HostileFile> checkpoints() {
    return Stream.of(
        HostileFile.bytes("empty file", "is damaged (", good -> new byte[0]),
        HostileFile.cut("cut off in the middle", "is damaged (", 500),
        HostileFile.zip("no parameters", "it ends too early", e -> e.remove("parameters")),
        HostileFile.zip("zip slip", "an entry with a path", e -> e.put("../evil", new byte[1])),
        HostileFile.bytes(
            "zip bomb", "unpack to more than", good -> HostileFile.withZeros(good, "zeros", 2048)),
        HostileFile.entry(
            "of another network", "numbers of another network", "parameters", new byte[16]),
        HostileFile.zip("a parameter that is NaN", "NaN", e -> last(e, "parameters", Float.NaN)),
        HostileFile.entry(
            "counters nested 100,000 deep",
            "is damaged (",
            "counters.json",
            HostileFile.utf8("{\"round\":" + repeated("["))),
        HostileFile.entry(
            "identity null", "is damaged (", "identity.json", HostileFile.utf8("null")),
        HostileFile.entry(
            "another history", "is not a training history", "history.csv", new byte[0]));
  }

  @ParameterizedTest
  @MethodSource
  void checkpoints(HostileFile hostile) throws IOException {
    Path output = folder.resolve("run");
    FileUtils.copyDirectory(run.toFile(), output.toFile());
    Path checkpoint;
    try (Stream<Path> all = Files.list(output.resolve("training/checkpoints"))) {
      checkpoint =
          all.filter(f -> f.getFileName().toString().startsWith("round-")).sorted().toList().get(1);
    }
    hostile.maker().write(Files.readAllBytes(checkpoint), checkpoint);
    Files.delete(output.resolve("model.zip"));
    check("checkpoint", hostile, checkpoint, () -> command("run", output, "--resume"));
  }

  static Stream<HostileFile> manifests() {
    return Stream.of(
        manifest("empty file", "does not say of what kind", ".*", ""),
        manifest("null", "does not say of what kind", ".*", "null"),
        manifest("a list", "does not say of what kind", ".*", "[]"),
        manifest("nested 100,000 deep", "truncated or damaged", ".*", repeated("[")),
        manifest("objects nested 100,000 deep", "truncated or damaged", ".*", repeated("{\"a\":")),
        manifest("-1 channels", "-1 channels", "\"channels\" : \\d+", "\"channels\" : -1"),
        manifest(
            "2^31 channels",
            "truncated or damaged",
            "\"channels\" : \\d+",
            "\"channels\" : 2147483648"),
        manifest(
            "kind of a class' name",
            "is of data of kind",
            "\"kind\" : \"names\"",
            "\"kind\" : \"org.spiketrain.cli.HostileFilesIT\\$Canary\""),
        manifest(
            "corpus null",
            "does not say of what kind",
            "\"corpus\" : \\{",
            "\"corpus\" : null, \"x\" : {"),
        manifest(
            "classes null",
            "truncated or damaged",
            "\"classes\" : \\[[^]]*\\]",
            "\"classes\" : null"),
        manifest(
            "a file beside the folder",
            "a file split=test/../../",
            "split=test/",
            "split=test/../../"),
        manifest("a file of -1 bytes", "of -1 bytes", "\"bytes\" : \\d+", "\"bytes\" : -1"),
        manifest(
            "a file of 2^60 bytes",
            "its manifest says",
            "(split=test/[^}]*\"bytes\" : )\\d+",
            "$11152921504606846976"),
        manifest(
            "format 99",
            "has format version 99",
            "\"formatVersion\" : \\d+",
            "\"formatVersion\" : 99"),
        new HostileFile(
            "1 TiB of zeros",
            "more than half of this program's memory",
            (good, file) -> sparse(file, 1L << 40)));
  }

  private static HostileFile manifest(String what, String says, String pattern, String by) {
    return HostileFile.bytes(
        what,
        says,
        good -> {
          String before = new String(good, java.nio.charset.StandardCharsets.UTF_8);
          String after = pattern.equals(".*") ? by : before.replaceFirst(pattern, by);
          if (after.equals(before)) {
            throw new IOException("no " + pattern + " in " + before);
          }
          return HostileFile.utf8(after);
        });
  }

  @ParameterizedTest
  @MethodSource
  void manifests(HostileFile hostile) throws IOException {
    Path frames = folder.resolve("frames");
    FileUtils.copyDirectory(run.resolve("frames").toFile(), frames.toFile());
    Path manifest = frames.resolve("_manifest.json");
    Files.deleteIfExists(frames.resolve("._manifest.json.crc"));
    hostile.maker().write(Files.readAllBytes(manifest), manifest);
    check("_manifest.json", hostile, frames, () -> evaluate(frames));
  }

  private CommandLineRun evaluate(Path frames) {
    return command(
        "evaluate",
        folder.resolve("out"),
        "--model",
        run.resolve("model.zip").toString(),
        "--frames",
        frames.toString());
  }

  static Stream<HostileFile> recordings() {
    return Stream.of(
        HostileFile.bytes("empty file", "is empty", good -> new byte[0]),
        HostileFile.bytes(
            "a text", "is not an HDF5 file", good -> HostileFile.utf8("no recordings")),
        HostileFile.cut("cut off in the middle", "is cut off", 500),
        HostileFile.cut("cut off near its end", "is cut off", 990),
        hdf5("declared 2^62 bytes long", "is cut off", b -> b.putLong(28, 1L << 62)),
        hdf5("root at address 0", "HDF5 file", b -> b.putLong(36, 0)),
        hdf5("root at address 2^62", "HDF5 file", b -> b.putLong(36, 1L << 62)),
        hdf5("root at address -2", "HDF5 file", b -> b.putLong(36, -2)),
        hdf5("groups within themselves", "words_train.h5", HostileFilesIT::cyclic),
        hdf5("2^40 recordings", "words_train.h5", b -> longs(b, ROWS, 1L << 40)),
        hdf5("2^31 recordings", "words_train.h5", b -> longs(b, ROWS, 1L << 31)),
        hdf5("-1 recordings", "says that it has -1 recordings", b -> longs(b, ROWS, -1)),
        hdf5(
            "index of chunks that is its own child",
            "words_train.h5",
            HostileFilesIT::cyclicIndex));
  }

  private static HostileFile hdf5(
      String what, String says, java.util.function.Consumer<ByteBuffer> change) {
    return HostileFile.bytes(
        what,
        says,
        good -> {
          ByteBuffer bytes = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
          change.accept(bytes);
          sign(bytes);
          return bytes.array();
        });
  }

  /** All checksums of the file again, as whoever made it would. */
  private static void sign(ByteBuffer bytes) {
    for (int header : positions(bytes, "OHDR")) {
      int flags = bytes.get(header + 5);
      int at = header + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
      int size =
          switch (flags & 3) {
            case 0 -> bytes.get(at) & 0xff;
            case 1 -> bytes.getShort(at) & 0xffff;
            default -> bytes.getInt(at);
          };
      sign(bytes, header, at + (1 << (flags & 3)) + size);
    }
    sign(bytes, 0, 44);
  }

  private static void sign(ByteBuffer bytes, int from, int to) {
    bytes.putInt(
        to,
        io.jhdf.checksum.JenkinsLookup3HashLittle.hash(
            Arrays.copyOfRange(bytes.array(), from, to)));
  }

  private static List<Integer> positions(ByteBuffer bytes, String signature) {
    List<Integer> found = new ArrayList<>();
    int wanted =
        ByteBuffer.wrap(HostileFile.utf8(signature)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    for (int k = 0; k + 4 <= bytes.capacity(); k++) {
      if (bytes.getInt(k) == wanted) {
        found.add(k);
      }
    }
    return found;
  }

  private static void longs(ByteBuffer bytes, long from, long to) {
    for (int header : positions(bytes, "OHDR")) {
      for (int k = header; k + 8 <= Math.min(header + 400, bytes.capacity()); k++) {
        if (bytes.getLong(k) == from) {
          bytes.putLong(k, to);
        }
      }
    }
  }

  private static void cyclic(ByteBuffer bytes) {
    long root = bytes.getLong(36);
    for (int header : positions(bytes, "OHDR")) {
      longs(bytes, header, root);
    }
  }

  private static void cyclicIndex(ByteBuffer bytes) {
    for (int node : positions(bytes, "TREE")) {
      // A level above its own, with itself as the first child.
      bytes.put(node + 5, (byte) 1);
      int firstChild = node + 24 + 24;
      bytes.putLong(firstChild, node);
    }
  }

  @ParameterizedTest
  @MethodSource
  void recordings(HostileFile hostile) throws IOException {
    Path file = Files.createDirectory(folder.resolve("events")).resolve("words_train.h5");
    hostile.maker().write(recordings, file);
    check("HDF5", hostile, file, () -> preprocessEvents(file));
  }

  static Stream<HostileFile> packedRecordings() {
    return Stream.of(
        HostileFile.bytes("a text", "is no gzip file", good -> HostileFile.utf8("no gzip")),
        HostileFile.bytes("empty file", "is empty", good -> new byte[0]),
        HostileFile.cut("cut off", "is cut off", 500),
        HostileFile.bytes(
            "bomb of 1 GiB of zeros",
            "which recordings never do",
            good -> HostileFile.gzippedZeros(1024)));
  }

  @ParameterizedTest
  @MethodSource
  void packedRecordings(HostileFile hostile) throws IOException {
    Path file = Files.createDirectory(folder.resolve("events")).resolve("words_train.h5.gz");
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    try (var zip = new java.util.zip.GZIPOutputStream(packed)) {
      zip.write(recordings);
    }
    hostile.maker().write(packed.toByteArray(), file);
    check("HDF5, packed", hostile, file, () -> preprocessEvents(file));
  }

  private CommandLineRun preprocessEvents(Path file) {
    return CommandLineRun.of(
        "preprocess",
        "conf/ssc-demo.conf",
        "-D",
        "data.path=" + folder.resolve("events"),
        "-D",
        "data.events.channels=" + RecordingFiles.CHANNELS,
        "-D",
        "data.events.train-files=" + file.getFileName(),
        "-D",
        "output.path=" + folder.resolve("out"));
  }

  static Stream<HostileFile> tables() {
    return Stream.of(
        HostileFile.bytes("empty file", "names.parquet", good -> new byte[0]),
        HostileFile.bytes("a text", "names.parquet", good -> HostileFile.utf8("no table at all")),
        HostileFile.bytes(
            "nothing but its signature", "names.parquet", good -> HostileFile.utf8("PAR1PAR1")),
        HostileFile.cut("cut off in the middle", "names.parquet", 500),
        parquet(
            "footer of 2^31 - 1 bytes", (b, at) -> b.putInt(b.capacity() - 8, Integer.MAX_VALUE)),
        parquet("footer of -1 bytes", (b, at) -> b.putInt(b.capacity() - 8, -1)),
        parquet(
            "footer of other bytes",
            (b, at) -> Arrays.fill(b.array(), at, b.capacity() - 8, (byte) 0x5c)),
        // Version 1, then a list of structures with 2^31 - 1 of them.
        parquet(
            "2^31 - 1 columns",
            (b, at) -> b.put(at, new byte[] {0x15, 2, 0x19, (byte) 0xfc, -1, -1, -1, -1, 7})),
        parquet("pages of other bytes", (b, at) -> Arrays.fill(b.array(), 4, at, (byte) 0x5c)));
  }

  private static HostileFile parquet(
      String what, java.util.function.ObjIntConsumer<ByteBuffer> change) {
    return HostileFile.bytes(
        what,
        "names.parquet",
        good -> {
          ByteBuffer bytes = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
          int footer = bytes.getInt(bytes.capacity() - 8);
          change.accept(bytes, bytes.capacity() - 8 - footer);
          return bytes.array();
        });
  }

  @ParameterizedTest
  @MethodSource
  void tables(HostileFile hostile) throws IOException {
    Path good = folder.resolve("good");
    LocalSpark.session()
        .createDataset(List.of("Torson", "Beletti"), org.apache.spark.sql.Encoders.STRING())
        .toDF("name")
        .coalesce(1)
        .write()
        .parquet(good.toString());
    Path part;
    try (Stream<Path> parts = Files.list(good)) {
      part = parts.filter(f -> f.toString().endsWith(".parquet")).findAny().orElseThrow();
    }
    Path file = folder.resolve("names.parquet");
    hostile.maker().write(Files.readAllBytes(part), file);
    check(
        "Parquet to score",
        hostile,
        file,
        () ->
            CommandLineRun.of(
                "score",
                "--model=" + run.resolve("model.zip"),
                "--input=" + file,
                "--output=" + folder.resolve("scores")));
  }

  static Stream<HostileFile> frames() {
    return tables().filter(file -> file.what().matches("footer.*|2.*|pages.*"));
  }

  @ParameterizedTest
  @MethodSource
  void frames(HostileFile hostile) throws IOException {
    Path frames = folder.resolve("frames");
    FileUtils.copyDirectory(run.resolve("frames").toFile(), frames.toFile());
    Path part;
    try (Stream<Path> parts = Files.list(frames.resolve("split=test"))) {
      part = parts.filter(f -> f.toString().endsWith(".parquet")).findAny().orElseThrow();
    }
    hostile.maker().write(Files.readAllBytes(part), part);
    Files.deleteIfExists(part.resolveSibling("." + part.getFileName() + ".crc"));
    HostileFile within = new HostileFile(hostile.what(), part.getFileName().toString(), null);
    check("Parquet of frames", within, frames, () -> evaluate(frames));
  }

  /** Runs a command and looks at what it says and takes. */
  private static void check(
      String kind,
      HostileFile hostile,
      Path file,
      java.util.function.Supplier<CommandLineRun> command)
      throws IOException {
    System.gc();
    List<MemoryPoolMXBean> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    long begun = System.nanoTime();

    CommandLineRun done = command.get();

    long peak = pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    record(kind, hostile, done);
    assertThat(done.err())
        .startsWith("spiketrain: ")
        .contains(file.toString(), hostile.says())
        .doesNotContain("unexpected error", "\tat ");
    assertThat(done.err().strip().lines()).hasSize(1).allMatch(line -> line.length() < 1500);
    assertThat(done.code()).isEqualTo(1);
    assertThat(LOADED).isFalse();
    assertThat(peak).isLessThan(MOST_HEAP);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(2));
  }

  private static void record(String kind, HostileFile hostile, CommandLineRun done)
      throws IOException {
    String table = System.getProperty("spiketrain.hostile.table", "");
    if (!table.isEmpty()) {
      String message = done.err().strip().replaceAll("/[^ ]*/junit-\\d+/", "").replace("|", "\\|");
      Files.writeString(
          Path.of(table),
          "| %s | %s | %s |%n"
              .formatted(kind, hostile.what(), message.lines().findFirst().orElse("")),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
