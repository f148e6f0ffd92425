package org.spiketrain.model.encode;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * How rates become spikes over time. A coding has no state: any time step of any example can be
 * drawn on its own, at any time, on any machine, and is always the same.
 */
public interface SpikeCoding extends Serializable {
  /**
   * The spikes of one time step.
   *
   * @param rates [n and more] one rate an input, in [0, 1]; what is below counts as 0, what is
   *     above as 1
   * @param n number of inputs
   * @param example key of the example, such as {@link SentenceKey} gives
   * @param step number of the time step, from 0
   * @param timeSteps number of time steps, above {@code step}
   * @param to where the spikes go, 1 or 0 each: input {@code i} at {@code offset + i}
   */
  void encode(float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset);

  /** This coding as text, which {@link #parse} reads. */
  String spec();

  /**
   * The coding of a text: {@code rate(SEED)}, {@code latency(THRESHOLD)} or {@code direct}.
   *
   * @throws org.spiketrain.model.UserErrorException if it is none
   */
  static SpikeCoding parse(String spec) {
    Matcher parts = Pattern.compile("([a-z]+)(?:\\((.+)\\))?").matcher(spec);
    try {
      if (parts.matches()) {
        switch (parts.group(1)) {
          case "rate":
            return new RateCoding(Long.parseLong(parts.group(2)));
          case "latency":
            return new LatencyCoding(Double.parseDouble(parts.group(2)));
          case "direct":
            return new DirectCoding();
          default:
        }
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UserErrorException("'%s' is no coding of spikes".formatted(spec), e);
    }
    throw new UserErrorException("'%s' is no coding of spikes".formatted(spec));
  }
}
