package org.spiketrain.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.spiketrain.model.UserErrorException;

/** Rule by which each class's names are assigned to the splits. */
public enum SplitProtocol {
  /**
   * SpikingJelly's names tutorial: in the order of the file, the first {@code int(share * n)} names
   * train and the rest test; names that occur twice stay.
   */
  TUTORIAL,
  /**
   * Names that occur twice in a class are taken once, then assigned in a seeded random order, so
   * that no name of a class is both learnt and tested.
   */
  STRATIFIED,
  /**
   * A hash of the seed and the example itself, its normalised text or the id of a recording,
   * against the fractions: whatever else there is, now or in data that come later, it falls into
   * the same split. Names that occur twice in a class are taken once.
   */
  HASH,
  /** A column of the table says it (key {@code data.source.split}); all rows stay. */
  COLUMN;

  /** The name in configuration and manifests, such as {@code tutorial}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The protocol of that name.
   *
   * @throws UserErrorException if there is none
   */
  @JsonCreator
  public static SplitProtocol parse(String label) {
    return Arrays.stream(values())
        .filter(protocol -> protocol.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "split.protocol is \"%s\": expected tutorial, stratified, hash or column"
                        .formatted(label)));
  }
}
