package org.spiketrain.model.zoo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.zoo.NetworkSettings.Optimisation;

/**
 * A network that another program has trained: a zip archive ({@code numpy.load} reads it too) of
 * {@code model.json}, which describes it, and {@code LAYER_PARAMETER.npy} for each of its
 * parameters, such as {@code 0_W.npy}, [inputs, neurons].
 *
 * @param description what it is
 * @param arrays its parameters by name
 */
public record ForeignModel(Description description, Map<String, Array> arrays) {
  /** Version of the archive that this code reads. */
  public static final int FORMAT = 1;

  /** The entry that describes it. */
  public static final String DESCRIPTION = "model.json";

  private static final String ARRAY = ".npy";
  private static final String FIRST_WEIGHTS = "0_W";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * What a model is and where it comes from.
   *
   * @param format version of the archive, {@link #FORMAT}
   * @param source where it was published
   * @param licence its licence, as it is to be named
   * @param sha256 digest of the file that was published
   * @param classes names of the classes in label order
   * @param configuration keys of a configuration, such as {@code network.stack}, with their values
   */
  public record Description(
      int format,
      String source,
      String licence,
      String sha256,
      List<String> classes,
      Map<String, String> configuration) {}

  /** An array of floats; its numbers are a parameter's, row-major. */
  public static final class Array {
    private final NumpyArray array;

    private Array(NumpyArray array) {
      this.array = array;
    }
  }

  /**
   * Reads an archive.
   *
   * @param bytes the whole file
   * @param name its path, for messages
   * @throws UserErrorException if it is none, damaged, or of another version
   */
  public static ForeignModel read(byte[] bytes, String name) {
    try {
      Map<String, byte[]> entries = ArchiveEntries.read(bytes);
      if (!entries.containsKey(DESCRIPTION)) {
        throw new IOException(
            entries.isEmpty() ? "it is not a zip file" : "it has no " + DESCRIPTION);
      }
      Description description = description(entries.remove(DESCRIPTION));
      Map<String, Array> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        arrays.put(nameOf(entry.getKey()), array(entry.getKey(), entry.getValue()));
      }
      return new ForeignModel(description, arrays);
    } catch (ZipException e) {
      // Of entries that are not compressed it knows only some, and none of PyTorch's.
      throw bad(
          name,
          "it is a zip file of another program, as PyTorch's checkpoints are, or it is damaged (%s)"
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      throw bad(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static Description description(byte[] json) throws IOException {
    Description read;
    try {
      read = JSON.readValue(json, Description.class);
    } catch (IOException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException(
          "%s cannot be read: %s".formatted(DESCRIPTION, first.replaceAll("\\p{Cntrl}+", " ")), e);
    }
    if (read == null || read.format() != FORMAT) {
      throw new IOException(
          "its format is %s, but this version reads format %d"
              .formatted(read == null ? "missing" : read.format(), FORMAT));
    }
    if (read.classes() == null || read.classes().isEmpty() || read.configuration() == null) {
      throw new IOException("%s names no classes or no configuration".formatted(DESCRIPTION));
    }
    checkClasses(read.classes());
    for (Map.Entry<String, String> key : read.configuration().entrySet()) {
      if (key.getValue() == null) {
        throw new IOException(
            "%s gives %s no value".formatted(DESCRIPTION, ArchiveEntries.shortened(key.getKey())));
      }
    }
    return read;
  }

  private static void checkClasses(List<String> classes) throws IOException {
    for (int k = 0; k < classes.size(); k++) {
      if (classes.get(k) == null || classes.get(k).isBlank()) {
        throw new IOException("%s has no name for class %d".formatted(DESCRIPTION, k));
      }
    }
    if (new TreeSet<>(classes).size() < classes.size()) {
      throw new IOException("%s names a class twice".formatted(DESCRIPTION));
    }
  }

  private static String nameOf(String entry) throws IOException {
    if (!entry.endsWith(ARRAY)) {
      throw new IOException(
          "it has the entry %s, which is no %s".formatted(ArchiveEntries.shortened(entry), ARRAY));
    }
    return entry.substring(0, entry.length() - ARRAY.length());
  }

  private static Array array(String entry, byte[] bytes) throws IOException {
    try {
      return new Array(NumpyArray.read(bytes));
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(ArchiveEntries.shortened(entry), e.getMessage()), e);
    }
  }

  /** The channels that its first layer reads. */
  private int channels() throws IOException {
    Array first = arrays.get(FIRST_WEIGHTS);
    if (first == null || first.array.shape().length != 2) {
      throw new IOException("it has no matrix %s%s".formatted(FIRST_WEIGHTS, ARRAY));
    }
    return (int) first.array.shape()[0];
  }

  /**
   * The network with these parameters.
   *
   * @param settings its layers
   * @param name the archive's path, for messages
   * @throws UserErrorException if the arrays are not those of the network
   */
  public MultiLayerNetwork network(NetworkSettings settings, String name) {
    try {
      MultiLayerNetwork network = new MultiLayerNetwork(configuration(settings));
      network.init();
      Map<String, INDArray> wanted = network.paramTable();
      checkNames(wanted);
      for (Map.Entry<String, INDArray> parameter : wanted.entrySet()) {
        set(parameter.getKey(), parameter.getValue());
      }
      return network;
    } catch (IOException e) {
      throw bad(name, e.getMessage(), e);
    }
  }

  private MultiLayerConfiguration configuration(NetworkSettings settings) throws IOException {
    NetworkInput input = NetworkInput.of(channels(), InputCoding.DENSE);
    try {
      return settings.configuration(input, description.classes().size(), Optimisation.NONE, 0);
    } catch (UserErrorException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void checkNames(Map<String, INDArray> wanted) throws IOException {
    List<String> faults = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(wanted.keySet());
    missing.removeAll(arrays.keySet());
    TreeSet<String> unknown = new TreeSet<>(arrays.keySet());
    unknown.removeAll(wanted.keySet());
    if (!missing.isEmpty()) {
      faults.add("it has no array for " + String.join(", ", missing));
    }
    if (!unknown.isEmpty()) {
      faults.add("its network has no " + ArchiveEntries.shortened(String.join(", ", unknown)));
    }
    if (!faults.isEmpty()) {
      throw new IOException(String.join(", and ", faults));
    }
  }

  /** A vector may have its neurons alone: its first size of 1 is ours. */
  private void set(String name, INDArray parameter) throws IOException {
    NumpyArray array = arrays.get(name).array;
    long[] shape = array.shape();
    long[] wanted = parameter.shape();
    boolean fits =
        Arrays.equals(shape, wanted)
            || (wanted[0] == 1 && shape.length == 1 && shape[0] == parameter.length());
    if (!fits) {
      throw new IOException(
          "%s%s has the shape %s, but the parameter %s"
              .formatted(name, ARRAY, Arrays.toString(shape), Arrays.toString(wanted)));
    }
    if (SequenceLayer.isVariance(name.substring(name.indexOf('_') + 1))) {
      checkVariance(name, array.values());
    }
    parameter.assign(Nd4j.createFromArray(array.values()).reshape('c', wanted));
  }

  private static void checkVariance(String name, float[] values) throws IOException {
    for (int k = 0; k < values.length; k++) {
      if (values[k] < 0) {
        throw new IOException(
            "%s%s: number %d of %d is %s, which no variance can be"
                .formatted(name, ARRAY, k + 1, values.length, values[k]));
      }
    }
  }

  private static UserErrorException bad(String name, String why, Exception cause) {
    return new UserErrorException(
        "Cannot import %s: %s. Name a file that one of the converters in benchmarks/import made of a checkpoint, and make it again where it is damaged"
            .formatted(name, why),
        cause);
  }
}
