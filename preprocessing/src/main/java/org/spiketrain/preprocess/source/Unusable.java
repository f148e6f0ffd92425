package org.spiketrain.preprocess.source;

import java.io.Serializable;

/**
 * A recording that cannot be used.
 *
 * @param row its number in the file, from 0
 * @param label its label as stored, negative where there is none
 * @param reason why
 */
public record Unusable(long row, int label, RejectReason reason) implements Serializable {}
