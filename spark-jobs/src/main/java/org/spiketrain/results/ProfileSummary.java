package org.spiketrain.results;

import java.util.List;
import org.spiketrain.model.energy.EnergyCosts;

/**
 * What a profile found.
 *
 * @param subtitle one line on where the networks came from
 * @param split the split that they ran over
 * @param networks the networks, the artificial one first, where there is one
 * @param costs what operations cost
 */
public record ProfileSummary(
    String subtitle, String split, List<ProfiledNetwork> networks, EnergyCosts costs) {}
