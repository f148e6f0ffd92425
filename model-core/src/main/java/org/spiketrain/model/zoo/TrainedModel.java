package org.spiketrain.model.zoo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.SentenceInput;

/**
 * A trained network and its provenance, as one file: a zip that DL4J's {@code ModelSerializer}
 * reads too, with {@code spiketrain.json} beside the network.
 *
 * @param network the network
 * @param provenance how it came about
 * @param sentences how words become its input, where it reads those
 * @param encoder how further examples become its frames, as the kind of its data wrote it in JSON;
 *     empty in models of earlier versions
 */
public record TrainedModel(
    MultiLayerNetwork network,
    ModelProvenance provenance,
    Optional<Sentences> sentences,
    Optional<byte[]> encoder) {
  private static final String PROVENANCE = "spiketrain.json";
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final String SENTENCES = "sentences.json";
  private static final String RATES = "rates.bin";
  private static final String ENCODER = "encoder.json";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** A model of no sentences that does not say how further examples become its frames. */
  public TrainedModel(MultiLayerNetwork network, ModelProvenance provenance) {
    this(network, provenance, Optional.empty(), Optional.empty());
  }

  /** Channels that its network reads. */
  public int channels() {
    return (int) ((FeedForwardLayer) network.getLayer(0).conf().getLayer()).getNIn();
  }

  /** The network for inference. */
  public SpikingClassifier classifier() {
    return new SpikingClassifier(network, sentences.flatMap(Sentences::whole).orElse(null));
  }

  /** The file's bytes; equal for equal models. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, PROVENANCE, JSON.writeValueAsBytes(provenance));
      String configuration = network.getLayerWiseConfigurations().toJson();
      put(zip, CONFIGURATION, configuration.getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream parameters = new ByteArrayOutputStream();
      Nd4j.write(network.params(), new DataOutputStream(parameters));
      put(zip, PARAMETERS, parameters.toByteArray());
      if (sentences.isPresent()) {
        put(zip, SENTENCES, sentences.get().settings());
        put(zip, RATES, sentences.get().rates());
      }
      if (encoder.isPresent()) {
        put(zip, ENCODER, encoder.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot pack the model", e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // The time of day would make equal models differ.
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Reads a model file.
   *
   * @param bytes the whole file
   * @param name its path, for messages
   * @throws UserErrorException if it is damaged, of another kind or of a newer version
   */
  public static TrainedModel read(byte[] bytes, String name) {
    Map<String, byte[]> entries = entries(bytes, name);
    if (!entries.containsKey(PROVENANCE)) {
      throw new UserErrorException(
          "%s is not a Spiketrain model: it has no %s. Name the model.zip that train wrote"
              .formatted(name, PROVENANCE));
    }
    if (!entries.containsKey(CONFIGURATION) || !entries.containsKey(PARAMETERS)) {
      throw damaged(name, new IOException("the network is missing"));
    }
    ModelProvenance provenance = provenance(entries.get(PROVENANCE), name);
    try {
      String json = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
      MultiLayerNetwork network = new MultiLayerNetwork(NetworkJson.read(json));
      network.init(StoredFloats.read(entries.get(PARAMETERS), PARAMETERS), false);
      Optional<Sentences> sentences = sentences(entries);
      checkFit(network, provenance, sentences);
      return new TrainedModel(
          network, provenance, sentences, Optional.ofNullable(entries.get(ENCODER)));
    } catch (IOException | RuntimeException e) {
      throw unknownPart(name, e).orElseGet(() -> damaged(name, e));
    }
  }

  /** What a jar that is not here would bring is no damage; JSON's readers wrap what says so. */
  private static Optional<UserErrorException> unknownPart(String name, Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UserErrorException) {
        return Optional.of(
            new UserErrorException(
                "%s has a part that cannot be made here. %s. Add the jar that it was trained with by --jars, or train it again"
                    .formatted(name, e.getMessage()),
                failure));
      }
    }
    return Optional.empty();
  }

  private static Optional<Sentences> sentences(Map<String, byte[]> entries) throws IOException {
    if (entries.containsKey(SENTENCES) != entries.containsKey(RATES)) {
      throw new IOException("the words or their rates are missing");
    }
    return entries.containsKey(SENTENCES)
        ? Optional.of(Sentences.read(entries.get(SENTENCES), entries.get(RATES)))
        : Optional.empty();
  }

  /** Returns whether a file begins as one of ours does, be it whole or truncated. */
  public static boolean beginsLikeOne(InputStream file) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(file)) {
      ZipEntry first = zip.getNextEntry();
      return first != null && first.getName().equals(PROVENANCE);
    }
  }

  private static Map<String, byte[]> entries(byte[] bytes, String name) {
    Map<String, byte[]> entries;
    try {
      entries = ArchiveEntries.read(bytes);
    } catch (IOException e) {
      throw damaged(name, e);
    }
    if (entries.isEmpty()) {
      throw new UserErrorException(
          "%s is not a Spiketrain model: it is not a zip file. Name the model.zip that train wrote"
              .formatted(name));
    }
    return entries;
  }

  private static ModelProvenance provenance(byte[] json, String name) {
    ModelProvenance provenance;
    try {
      provenance = JSON.readValue(json, ModelProvenance.class);
    } catch (IOException e) {
      throw damaged(name, e);
    }
    if (provenance == null) {
      throw damaged(name, new IOException(PROVENANCE + " is empty"));
    }
    if (provenance.format() != ModelProvenance.FORMAT) {
      throw new UserErrorException(
          "%s has model format %d, but this version reads format %d: use the Spiketrain version that wrote it (%s)"
              .formatted(name, provenance.format(), ModelProvenance.FORMAT, provenance.versions()));
    }
    if (provenance.kind() == null) {
      throw damaged(name, new IOException("it does not say of what kind its data are"));
    }
    return provenance;
  }

  /** Refuses what was put together from several models. */
  private static void checkFit(
      MultiLayerNetwork network, ModelProvenance provenance, Optional<Sentences> sentences)
      throws IOException {
    if (provenance.classes() == null || provenance.configuration() == null) {
      throw new IOException("%s names no classes or no configuration".formatted(PROVENANCE));
    }
    long outputs = ((FeedForwardLayer) network.getOutputLayer().conf().getLayer()).getNOut();
    int classes = provenance.classes().size();
    if (classes == 0
        || outputs % classes != 0
        || provenance.classes().stream().anyMatch(Objects::isNull)) {
      throw new IOException(
          "its network has %d outputs for %d classes".formatted(outputs, classes));
    }
    long inputs = ((FeedForwardLayer) network.getLayer(0).conf().getLayer()).getNIn();
    long encoded =
        sentences.flatMap(Sentences::whole).map(SentenceInput::channels).orElse((int) inputs);
    if (encoded != inputs) {
      throw new IOException(
          "its network has %d inputs, but its encoder %d".formatted(inputs, encoded));
    }
  }

  /** The first line of what went wrong: JSON's readers go on with where, and with what. */
  private static UserErrorException damaged(String name, Exception cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new UserErrorException(
        "%s is damaged or truncated (%s): copy it again from where it was trained, or train anew"
            .formatted(name, reason.length() <= 300 ? reason : reason.substring(0, 300) + "..."),
        cause);
  }
}
