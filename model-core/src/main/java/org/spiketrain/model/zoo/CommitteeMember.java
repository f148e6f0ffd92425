package org.spiketrain.model.zoo;

import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * A member of a {@link TrainedModel} that is a committee.
 *
 * @param name tells it from the others
 * @param weight how much its opinion counts, at least 0
 * @param model a model of one network
 */
public record CommitteeMember(String name, double weight, TrainedModel model) {
  /** What a member may be called: it names a folder and a section of a configuration. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /** As many members as a committee may have. */
  public static final int MOST = 16;

  /**
   * Checks the ranges.
   *
   * @throws UserErrorException if name or weight are none, or the model is a committee itself
   */
  public CommitteeMember {
    if (!NAME.matcher(name).matches() || !(weight >= 0 && Double.isFinite(weight))) {
      throw new UserErrorException(
          "a member '%s' of weight %s: expected a name of letters, digits and hyphens, and a number from 0"
              .formatted(name, weight));
    }
    if (model.isCommittee()) {
      throw new UserErrorException("the member %s is a committee itself".formatted(name));
    }
  }
}
