package org.spiketrain.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/** Whether the frames of several folders can be read as one. */
final class FrameAgreement {
  private FrameAgreement() {}

  /**
   * Refuses frames that a network cannot read together.
   *
   * @param manifests manifests by folder, at least one
   */
  static void check(Configuration conf, Map<Path, Manifest> manifests) {
    Iterator<Map.Entry<Path, Manifest>> all = manifests.entrySet().iterator();
    Map.Entry<Path, Manifest> first = all.next();
    while (all.hasNext()) {
      Map.Entry<Path, Manifest> other = all.next();
      List<String> differences = differences(conf, first.getValue(), other.getValue());
      if (!differences.isEmpty()) {
        throw new UserErrorException(
            "The frames in %s cannot be read together with those in %s, since they have %s: make them as those were made"
                .formatted(other.getKey(), first.getKey(), String.join(", ", differences)));
      }
    }
  }

  private static List<String> differences(Configuration conf, Manifest first, Manifest other) {
    if (!first.corpus().kind().equals(other.corpus().kind())) {
      return differing("data.kind", first.corpus().kind(), other.corpus().kind());
    }
    if (!first.classes().equals(other.classes())) {
      return differing("the classes", first.classes(), other.classes());
    }
    if (first.channels() != other.channels()) {
      return differing("channels", first.channels(), other.channels());
    }
    List<String> differences =
        FrameKeys.differences(
            other.corpus().keys(conf, other),
            first.corpus().keys(conf, first),
            key -> !first.corpus().isOfThePlace(key));
    boolean same =
        Arrays.equals(first.corpus().encoderEntry(), other.corpus().encoderEntry())
            && first.corpus().vocabulary().equals(other.corpus().vocabulary());
    return differences.isEmpty() && !same ? List.of("another vocabulary") : differences;
  }

  private static List<String> differing(String what, Object first, Object other) {
    return List.of("%s %s instead of %s".formatted(what, other, first));
  }
}
