package org.spiketrain.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LayerPlace;
import org.spiketrain.model.api.LayerProvider;
import org.spiketrain.model.api.NeuronCount;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.kernel.Recurrence;
import org.spiketrain.model.kernel.Reset;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;
import org.spiketrain.model.layer.NeuronParameter.Learning;

/** The layers of neurons that come with Spiketrain, dropout between them, and the readout. */
public final class SequenceLayers implements LayerProvider {
  private static final Range FRACTION = Range.halfOpen(0, 1);
  private static final Range DECAY = Range.between(0, 1);
  private static final Parameter<NeuronCount> NEURONS =
      NeuronCount.parameter("neurons", "number of neurons");

  private static final Parameter<SurrogateGradient> GATE_SURROGATE =
      surrogate("surrogate", "surrogate gradient of the spikes", SurrogateGradient.standard());
  private static final Parameter<SurrogateGradient> CANDIDATE =
      surrogate(
          "candidate",
          "surrogate gradient of the candidate gate (g of the LSTM, n of the GRU)",
          SurrogateGradient.standard());
  private static final Parameter<CellState> CELL_STATE =
      Parameter.choice(
              "cell-state",
              CellState.class,
              "whether the cell state grows above 1 (SpikingJelly's clock_driven.rnn) or is clipped"
                  + " to 1 (its successor)")
          .orElse(CellState.UNBOUNDED);

  private static final Parameter<Double> BETA =
      decay("beta", "decay of the membrane potential per time step").orElse(0.9);
  private static final Parameter<Learning> LEARN_BETA = learning("beta");
  private static final Parameter<Double> THRESHOLD =
      Parameter.number("threshold", Range.from(0), "membrane potential to fire at").orElse(1.0);
  private static final Parameter<Learning> LEARN_THRESHOLD = learning("threshold");
  private static final Parameter<Double> ALPHA =
      decay("alpha", "decay of a synaptic current per time step; none without it").optional();
  private static final Parameter<Learning> LEARN_ALPHA = learning("alpha");
  private static final Parameter<Recurrence> RECURRENCE =
      Parameter.choice("recurrence", Recurrence.class, "which neurons a spike goes back to")
          .orElse(Recurrence.NONE);
  private static final Parameter<Reset> RESET =
      Parameter.choice("reset", Reset.class, "what a spike does to the membrane potential")
          .orElse(Reset.SUBTRACT);
  private static final Parameter<SurrogateGradient> SURROGATE =
      surrogate("surrogate", "surrogate gradient of the spikes", SurrogateGradient.ofSnnTorch());
  private static final Parameter<Boolean> RECURRENT =
      Parameter.flag("recurrent", "whether spikes go back to all neurons by weights");

  private static final Parameter<CellOutput> OUTPUT =
      Parameter.choice(
              "output",
              CellOutput.class,
              "what the layer outputs: output (spikes, where it has them), membrane potentials, or both")
          .orElse(CellOutput.OUTPUT);
  private static final Parameter<Double> BATCH_NORM =
      Parameter.number(
              "batch-norm",
              Range.from(0),
              "above 0: the weighted input is normalised over minibatch and time and begins with"
                  + " this spread (1 in PyTorch; the threshold should lie within its reach)")
          .orElse(0.0);
  private static final Parameter<Boolean> BIDIRECTIONAL =
      Parameter.flag(
          "bidirectional", "whether as many neurons run from the last step to the first");
  private static final Parameter<Integer> MEMBERS =
      Parameter.whole(
              "members",
              Range.between(1, 64),
              "independent groups of neurons side by side, an ensemble trained in one go; the"
                  + " readout has a head for each")
          .orElse(1);
  private static final Parameter<Integer> INTEGRATORS =
      Parameter.whole(
              "integrators",
              Range.between(0, 65_536),
              "leaky integrators without spikes beside the neurons of each member")
          .orElse(0);
  private static final Parameter<Double> INTEGRATOR_BETA =
      decay("integrator-beta", "their decay per time step; 0: they pass their input on")
          .orElse(0.0);
  private static final Parameter<Integer> SPIKING_NGRAMS =
      Parameter.whole(
              "spiking-ngrams",
              Range.between(0, 16),
              "of a first layer that reads letters: longest n-grams that the neurons read, while"
                  + " integrators read all; 0: all")
          .orElse(0);

  private static final Parameter<Double> DROPPED =
      Parameter.number(
          "fraction", FRACTION, "fraction of the next layer's input dropped in training");

  private static final Parameter<Pooling> POOLING =
      Parameter.parsed(
          "pooling",
          "one of last, mean, sum, max",
          "how the layer before is read over time: its last step, or mean, sum or maximum",
          SequenceLayers::pooling);
  private static final Parameter<SequenceLoss> LOSS =
      Parameter.plugged(
              "loss", SequenceLoss.REGISTRY, "loss of the network, network.loss by default")
          .optional();
  private static final Parameter<Double> READOUT_DROPOUT =
      Parameter.number("dropout", FRACTION, "fraction of what is read dropped in training")
          .orElse(0.0);

  @Override
  public List<Factory<StackLayer>> entries() {
    return List.of(
        neurons("lstm", "LSTM (PyTorch's).", a -> new Lstm.Builder()),
        neurons("gru", "GRU (PyTorch's).", a -> new Gru.Builder()),
        neurons("rnn", "Vanilla RNN (PyTorch's).", a -> new VanillaRnn.Builder()),
        neurons(
            "spiking-lstm",
            "LSTM with spiking gates (SpikingJelly's).",
            a ->
                new SpikingLstm.Builder()
                    .surrogates(a.get(GATE_SURROGATE), a.get(CANDIDATE))
                    .cellState(a.get(CELL_STATE)),
            GATE_SURROGATE,
            CANDIDATE,
            CELL_STATE),
        neurons(
            "spiking-gru",
            "GRU with spiking gates (SpikingJelly's).",
            a -> new SpikingGru.Builder().surrogates(a.get(GATE_SURROGATE), a.get(CANDIDATE)),
            GATE_SURROGATE,
            CANDIDATE),
        neurons(
            "spiking-rnn",
            "Vanilla RNN with spikes (SpikingJelly's).",
            a -> new SpikingVanillaRnn.Builder().surrogate(a.get(GATE_SURROGATE)),
            GATE_SURROGATE),
        neurons(
            "leaky",
            "Leaky integrate-and-fire neurons (snnTorch's Leaky, RLeaky and Synaptic).",
            SequenceLayers::leaky,
            BETA,
            LEARN_BETA,
            THRESHOLD,
            LEARN_THRESHOLD,
            ALPHA,
            LEARN_ALPHA,
            RECURRENCE,
            RESET,
            SURROGATE),
        neurons(
            "adaptive-leaky",
            "Adaptive leaky neurons, which learn decays and adaptation (Bittar and Garner 2022).",
            SequenceLayers::adaptiveLeaky,
            RECURRENT,
            THRESHOLD,
            SURROGATE),
        Factory.of(
            "linear",
            "A weighted sum without memory.",
            a ->
                place ->
                    placed(new Leaky.Builder(0).reset(Reset.NONE), a, place)
                        .output(CellOutput.MEMBRANE)
                        .build(),
            NEURONS,
            BATCH_NORM),
        Factory.of(
            "dropout",
            "Drops inputs of the next layer in training.",
            a -> place -> new DropoutLayer.Builder(new FastDropout(a.get(DROPPED))).build(),
            DROPPED),
        Factory.of(
            "readout",
            "Ends a network: a linear classifier of the layer before, pooled over time.",
            a -> place -> readout(a, place),
            POOLING,
            LOSS,
            READOUT_DROPOUT));
  }

  private static Parameter<SurrogateGradient> surrogate(
      String name, String documentation, SurrogateGradient standard) {
    return Parameter.plugged(name, SurrogateGradient.REGISTRY, documentation).orElse(standard);
  }

  private static Parameter<Double> decay(String name, String documentation) {
    return Parameter.number(name, DECAY, documentation);
  }

  private static Parameter<Learning> learning(String of) {
    return Parameter.choice("learn-" + of, Learning.class, "who learns " + of)
        .orElse(Learning.FIXED);
  }

  private static Leaky.Builder leaky(Arguments a) {
    Leaky.Builder leaky =
        new Leaky.Builder(0.9)
            .beta(a.get(BETA), a.get(LEARN_BETA))
            .threshold(a.get(THRESHOLD), a.get(LEARN_THRESHOLD))
            .recurrence(a.get(RECURRENCE))
            .reset(a.get(RESET))
            .surrogate(a.get(SURROGATE));
    a.find(ALPHA).ifPresent(alpha -> leaky.synapse(alpha, a.get(LEARN_ALPHA)));
    return leaky;
  }

  private static AdaptiveLeaky.Builder adaptiveLeaky(Arguments a) {
    AdaptiveLeaky.Builder adaptive =
        new AdaptiveLeaky.Builder().threshold(a.get(THRESHOLD)).surrogate(a.get(SURROGATE));
    return a.get(RECURRENT) ? adaptive.recurrent() : adaptive;
  }

  /** A layer of neurons, with what all of them have besides their own parameters. */
  private static Factory<StackLayer> neurons(
      String name,
      String documentation,
      Function<Arguments, SequenceLayer.Builder<?>> builder,
      Parameter<?>... own) {
    List<Parameter<?>> parameters = new ArrayList<>(List.of(NEURONS));
    parameters.addAll(List.of(own));
    parameters.addAll(
        List.of(
            OUTPUT,
            BATCH_NORM,
            BIDIRECTIONAL,
            MEMBERS,
            INTEGRATORS,
            INTEGRATOR_BETA,
            SPIKING_NGRAMS));
    return new Factory<>(
        name, documentation, parameters, a -> place -> layer(builder.apply(a), a, place));
  }

  private static SequenceLayer layer(
      SequenceLayer.Builder<?> builder, Arguments a, LayerPlace place) {
    placed(builder, a, place)
        .output(a.get(OUTPUT))
        .members(a.get(MEMBERS))
        .integrators(a.get(INTEGRATORS), a.get(INTEGRATOR_BETA));
    spikingInputs(a.get(SPIKING_NGRAMS), place).ifPresent(builder::spikingInputs);
    if (a.get(BIDIRECTIONAL)) {
      builder.bidirectional();
    }
    return builder.build();
  }

  private static SequenceLayer.Builder<?> placed(
      SequenceLayer.Builder<?> builder, Arguments a, LayerPlace place) {
    builder.nOut(a.get(NEURONS).in(place));
    builder.normalised(a.get(BATCH_NORM));
    return place.isFirst()
        ? builder.withoutInputGradient().inputCoding(place.input().coding())
        : builder;
  }

  private static Optional<Integer> spikingInputs(int ngrams, LayerPlace place) {
    if (ngrams == 0) {
      return Optional.empty();
    }
    List<Integer> channels = place.input().ngramChannels();
    if (!place.isFirst() || ngrams > channels.size()) {
      throw new UserErrorException(
          "spiking-ngrams = %d: only a first layer reads n-grams, and these of at most %d letters (data.names.ngrams)"
              .formatted(ngrams, channels.size()));
    }
    return Optional.of(channels.get(ngrams - 1));
  }

  private static Pooling pooling(String text) {
    return switch (text) {
      case "last" -> Pooling.LAST_STEP;
      case "mean" -> Pooling.MEAN;
      case "sum" -> Pooling.SUM;
      case "max" -> Pooling.MAX;
      default -> throw new UserErrorException("it is none of them");
    };
  }

  private static SpikeReadout readout(Arguments a, LayerPlace place) {
    int heads =
        place
            .before()
            .filter(SequenceLayer.class::isInstance)
            .map(SequenceLayer.class::cast)
            .map(SequenceLayer::getMembers)
            .orElse(1);
    return new SpikeReadout.Builder(a.find(LOSS).orElse(place.loss()))
        .pooling(a.get(POOLING))
        .pooledDropout(a.get(READOUT_DROPOUT))
        .heads(heads)
        .nOut(place.classes())
        .build();
  }
}
