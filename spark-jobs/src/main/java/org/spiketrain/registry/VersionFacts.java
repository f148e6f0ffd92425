package org.spiketrain.registry;

import java.time.Instant;
import java.util.Map;

/**
 * What {@code version.json} says of a version.
 *
 * @param key tells what it was made of: of versions of a model each has another one
 * @param modelSha256 of {@code model.zip}, in hexadecimal digits
 * @param tags what else is known of it, by name
 * @param metrics its figures by name, such as {@code accuracy}
 */
public record VersionFacts(
    String key,
    Instant created,
    String modelSha256,
    long modelBytes,
    Map<String, String> tags,
    Map<String, Double> metrics) {
  public VersionFacts {
    tags = Named.sorted(tags);
    metrics = Named.sorted(metrics);
  }
}
