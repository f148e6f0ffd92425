package org.spiketrain.model.zoo;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.updater.Updaters;

/**
 * Reads a network's configuration from JSON that may come from anybody. DL4J's own reader loads
 * whatever class the JSON names, and follows it as deep as it goes: it only sees what has been
 * looked through here.
 */
final class NetworkJson {
  private static final int LARGEST_BYTES = 16 << 20;
  private static final int DEEPEST = 32;
  private static final int MOST_LAYERS = 1000;

  /** By which DL4J and ND4J name classes. */
  private static final Set<String> CLASS_KEYS = Set.of("@class", "type");

  private static final Set<String> LAYER_KEYS = Set.of("layer");

  /** The model's own, all of them data or mathematics. */
  private static final Pattern OWN =
      Pattern.compile("org\\.spiketrain\\.model\\.(layer|loss|neuron|kernel|updater)\\.[A-Z]\\w*");

  /** Those of ND4J and DL4J that networks have beside them. */
  private static final Pattern THEIRS =
      Pattern.compile(
          "org\\.deeplearning4j\\.nn\\.weights\\.WeightInit(Xavier|Uniform|Normal|Constant)"
              + "|org\\.deeplearning4j\\.nn\\.conf\\.dropout\\.[A-Z]\\w*"
              + "|org\\.nd4j\\.linalg\\.activations\\.impl\\.Activation[A-Z]\\w*"
              + "|org\\.nd4j\\.linalg\\.learning\\.(config|regularization)\\.[A-Z]\\w*"
              + "|org\\.nd4j\\.linalg\\.schedule\\.[A-Z]\\w*"
              + "|org\\.nd4j\\.linalg\\.lossfunctions\\.impl\\.Loss[A-Z]\\w*");

  private NetworkJson() {}

  /**
   * Reads a configuration.
   *
   * @param json as {@code MultiLayerConfiguration.toJson} writes it
   * @throws IOException if it is no JSON, deeper, longer or of more layers than networks are, or
   *     names a class that they do not have
   */
  static MultiLayerConfiguration read(String json) throws IOException {
    check(json);
    return MultiLayerConfiguration.fromJson(json);
  }

  /** Throws {@link UserErrorException} where {@link #read} would refuse the trained model. */
  static void requireReadable(MultiLayerConfiguration configuration) {
    try {
      check(configuration.toJson());
    } catch (IOException e) {
      throw new UserErrorException(
          "network.stack: its model could not be read again, since %s: whoever brings a layer or an updater must have the classes that it is made of in the package of its provider"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static void check(String json) throws IOException {
    if (json.length() > LARGEST_BYTES) {
      throw new IOException("its network is described by more than 16 MiB");
    }
    int depth = 0;
    int layers = 0;
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING && names(parser, CLASS_KEYS)) {
          checkClass(parser.getText());
        } else if (token == JsonToken.FIELD_NAME && names(parser, LAYER_KEYS)) {
          layers++;
        }
        if (depth > DEEPEST || layers > MOST_LAYERS) {
          throw new IOException(
              "its network has more than %d layers, or is nested more than %d deep"
                  .formatted(MOST_LAYERS, DEEPEST));
        }
      }
    }
    if (layers == 0) {
      throw new IOException("its network has no layers");
    }
  }

  private static boolean names(JsonParser parser, Set<String> keys) throws IOException {
    // Within an array there is none.
    String name = parser.currentName();
    return name != null && keys.contains(name);
  }

  /** Layers and updaters of other jars are known by the package of who brings them. */
  private static void checkClass(String name) throws IOException {
    String inPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (!OWN.matcher(name).matches()
        && !THEIRS.matcher(name).matches()
        && !StackLayer.REGISTRY.packages().contains(inPackage)
        && !Updaters.REGISTRY.packages().contains(inPackage)) {
      throw new IOException(
          "it names the class '%s', which no network of Spiketrain has"
              .formatted(name.length() <= 100 ? name : name.substring(0, 100) + "..."));
    }
  }
}
