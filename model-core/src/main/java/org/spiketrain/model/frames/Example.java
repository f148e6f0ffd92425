package org.spiketrain.model.frames;

import java.io.Serializable;

/**
 * One labelled example.
 *
 * @param id number of the example in reading order (files sorted by name, then lines), from 0
 * @param label index of its class, from 0
 * @param text what the frames were made from, empty where there is no text
 * @param frames its spike tensor
 */
public record Example(long id, int label, String text, SpikeFrames frames)
    implements Serializable {}
