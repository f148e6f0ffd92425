package org.spiketrain.model.energy;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.frames.SpikeFrames;

/** Makes frames of what a layer gives on. */
final class LayerSpikes {
  private LayerSpikes() {}

  /** The spikes of some columns of an output [time][width], each a channel. */
  static SpikeFrames of(float[][] output, List<Integer> columns) {
    int[] rowStart = new int[output.length + 1];
    List<Integer> channels = new ArrayList<>();
    for (int t = 0; t < output.length; t++) {
      for (int neuron = 0; neuron < columns.size(); neuron++) {
        if (output[t][columns.get(neuron)] != 0f) {
          channels.add(neuron);
        }
      }
      rowStart[t + 1] = channels.size();
    }
    int[] channel = channels.stream().mapToInt(Integer::intValue).toArray();
    return new SpikeFrames(columns.size(), rowStart, channel, new float[0]);
  }
}
