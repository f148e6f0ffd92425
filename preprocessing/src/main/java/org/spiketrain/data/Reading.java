package org.spiketrain.data;

import java.util.Optional;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Text as a network reads it.
 *
 * @param frames the network's input; nothing if the text cannot be scored
 * @param problem why it cannot, empty if it can
 * @param cut whether the network reads its beginning alone
 */
public record Reading(Optional<SpikeFrames> frames, String problem, boolean cut) {
  public static Reading of(SpikeFrames frames, boolean cut) {
    return new Reading(Optional.of(frames), "", cut);
  }

  public static Reading unusable(String problem) {
    return new Reading(Optional.empty(), problem, false);
  }
}
