package org.spiketrain.score;

import java.util.List;
import org.spiketrain.model.metrics.RankedLabel;

/**
 * The answer for one name.
 *
 * @param name as it was given
 * @param top the most probable classes, the most probable first
 */
public record ScoredText(String name, List<RankedLabel> top) {}
