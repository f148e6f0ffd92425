package org.spiketrain.evaluate.baseline;

import java.io.Serializable;

/**
 * An example to be fitted to.
 *
 * @param label its class
 */
record LabelledRow(int label, SparseRow row) implements Serializable {}
