package org.spiketrain.model.zoo;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;
import org.spiketrain.model.metrics.PriorShift;

/** A classifier whose probabilities are made those for other shares of the classes. */
record PriorShiftedClassifier(FrameClassifier trained, PriorShift shift)
    implements FrameClassifier {
  @Override
  public float[][] probabilities(List<SpikeFrames> examples) {
    return shifted(trained.probabilities(examples));
  }

  @Override
  public double[] logProbabilitiesOf(SpikeFrames example) {
    return Arrays.stream(shift.apply(trained.logProbabilitiesOf(example))).map(Math::log).toArray();
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames example) {
    return shifted(trained.probabilitiesOf(example));
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames example, LayerObserver observer) {
    return shifted(trained.probabilitiesOf(example, observer));
  }

  @Override
  public boolean answersOverTime() {
    return trained.answersOverTime();
  }

  @Override
  public float[][] probabilitiesOverTime(SpikeFrames example, LayerObserver observer) {
    return shifted(trained.probabilitiesOverTime(example, observer));
  }

  @Override
  public List<SpikingLayer> spikingLayers() {
    return trained.spikingLayers();
  }

  private float[][] shifted(float[][] probabilities) {
    return Arrays.stream(probabilities).map(this::shifted).toArray(float[][]::new);
  }

  private float[] shifted(float[] probabilities) {
    double[] logarithms = new double[probabilities.length];
    Arrays.setAll(logarithms, c -> Math.log(probabilities[c]));
    double[] exact = shift.apply(logarithms);
    float[] shifted = new float[exact.length];
    for (int c = 0; c < shifted.length; c++) {
      shifted[c] = (float) exact[c];
    }
    return shifted;
  }
}
