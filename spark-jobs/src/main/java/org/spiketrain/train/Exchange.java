package org.spiketrain.train;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.model.compress.DeltaForm;

/**
 * What workers and driver tell each other in a round. Either workers bring their parameters and
 * their updater's state, which are averaged; or their parameters alone, a third of the bytes with
 * Adam, where their updaters begin each round anew, or each worker keeps its updater's state from
 * round to round. In the latter case the parameters may travel as coarse differences. What coarse
 * differences leave out is kept by who leaves it out, and told with the next one; those of the last
 * round, which none follows, are finer.
 *
 * @param updaterState what becomes of the updaters' states
 * @param form coarse form of differences, in both directions; only with states that are kept
 * @param share of the numbers that travel, above 0 and at most 1; 1 but for {@link DeltaForm#TOP_K}
 */
public record Exchange(
    @JsonProperty("updaterState") UpdaterState updaterState,
    @JsonProperty("compression") DeltaForm form,
    @JsonProperty("compressionShare") double share)
    implements Serializable {
  /** Everything is averaged as it is. */
  public static final Exchange AVERAGED = new Exchange(UpdaterState.AVERAGED, DeltaForm.NONE, 1);

  /** What becomes of the workers' updater states after a round. */
  public enum UpdaterState {
    /** They are averaged as the parameters are. */
    AVERAGED,
    /** Each worker goes on with its own. */
    KEPT,
    /** Each round begins with a new one; learning rates go on. */
    RESET
  }

  /** Whether updaters' states travel. */
  @JsonIgnore
  boolean isAveraged() {
    return updaterState == UpdaterState.AVERAGED;
  }

  @JsonIgnore
  boolean isKept() {
    return updaterState == UpdaterState.KEPT;
  }

  @JsonIgnore
  boolean isReset() {
    return updaterState == UpdaterState.RESET;
  }

  /** What makes differences coarse, nothing if parameters travel as they are. */
  Optional<DeltaCompressor> compressor(MultiLayerNetwork network) {
    return form == DeltaForm.NONE
        ? Optional.empty()
        : Optional.of(DeltaCompressor.of(network, form, share));
  }
}
