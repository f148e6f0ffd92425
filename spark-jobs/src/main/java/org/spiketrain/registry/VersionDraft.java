package org.spiketrain.registry;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/**
 * What a version is made of.
 *
 * @param key tells it from all other versions of the model, such as a hash of data and
 *     configuration
 * @param modelFile a trained model, which becomes {@code model.zip}
 * @param copied files and folders by the paths that they get in the version's folder, such as
 *     {@code frames/_manifest.json}
 * @param written files by their paths likewise, with what they hold
 * @param tags what is to be known of it, by name
 * @param metrics its figures by name
 */
public record VersionDraft(
    String key,
    Path modelFile,
    Map<String, Path> copied,
    Map<String, byte[]> written,
    Map<String, String> tags,
    Map<String, Double> metrics) {
  static final String FACTS_FILE = "version.json";

  /**
   * Checks it.
   *
   * @throws UserErrorException if the key is blank, or a path is absolute, leads out of the folder
   *     or is taken
   */
  public VersionDraft {
    copied = Named.sorted(copied);
    written = Named.sorted(written);
    tags = Named.sorted(tags);
    metrics = Named.sorted(metrics);
    if (key.isBlank()) {
      throw new UserErrorException("A version without a key: say what it was made of");
    }
    Set<String> taken = new TreeSet<>();
    taken.add(ModelVersion.MODEL_FILE);
    taken.add(FACTS_FILE);
    copied.keySet().forEach(path -> claim(taken, path));
    written.keySet().forEach(path -> claim(taken, path));
  }

  private static void claim(Set<String> taken, String path) {
    boolean within = !path.isEmpty();
    for (String part : path.split("/", -1)) {
      within &= !part.isEmpty() && !part.equals("..") && !part.equals(".");
    }
    if (!within || !taken.add(path)) {
      throw new UserErrorException(
          "\"%s\" is no path of a file in a version, or taken: give another one".formatted(path));
    }
  }
}
