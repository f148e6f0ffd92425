package org.spiketrain.model.stranger;

import java.util.List;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LayerProvider;
import org.spiketrain.model.api.NeuronCount;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.layer.SequenceLayer;

/** Layers that another jar brings: one of DL4J's, and one of ours with settings of its own. */
public final class StrangersLayers implements LayerProvider {
  private static final Parameter<NeuronCount> NEURONS =
      NeuronCount.parameter("neurons", "number of neurons");
  private static final Parameter<Double> TAU =
      Parameter.number("tau", Range.above(1), "time constant in time steps").orElse(4.0);

  @Override
  public List<Factory<StackLayer>> entries() {
    return List.of(
        Factory.of(
            "elman",
            "DL4J's simple recurrent layer.",
            a -> place -> new Elman(a.get(NEURONS).in(place)),
            NEURONS),
        Factory.of(
            "noise",
            "DL4J's noise on the inputs of the next layer.",
            a -> place -> new DropoutLayer.Builder(new GaussianNoise(0.1)).build()),
        Factory.of(
            "their-lstm",
            "DL4J's LSTM, which is not in the package of this provider.",
            a -> place -> new LSTM.Builder().nOut(a.get(NEURONS).in(place)).build(),
            NEURONS),
        Factory.of(
            "slow",
            "Leaky neurons by their time constant.",
            a ->
                place ->
                    new SequenceLayer.Builder("leaky(beta = %s)".formatted(1 - 1 / a.get(TAU)))
                        .nOut(a.get(NEURONS).in(place))
                        .build(),
            NEURONS,
            TAU));
  }
}
