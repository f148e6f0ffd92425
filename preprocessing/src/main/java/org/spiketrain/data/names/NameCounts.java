package org.spiketrain.data.names;

import java.util.List;
import java.util.Map;

/**
 * Numbers of the lines of a names folder by kind.
 *
 * @param names [classes] usable names
 * @param differentNames [classes] usable names, each counted once in its class
 * @param rejects number of lines set aside by reason, sorted by reason; empty if there are none
 */
public record NameCounts(List<Long> names, List<Long> differentNames, Map<String, Long> rejects) {}
