package org.spiketrain.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LayerProvider;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronCount;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.api.StackLayer.LayerPlace;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.Pooling;

/** The layers of neurons that come with Spiketrain, dropout between them, and the readout. */
public final class SequenceLayers implements LayerProvider {
  private static final Range FRACTION = Range.halfOpen(0, 1);
  private static final Parameter<NeuronCount> NEURONS =
      NeuronCount.parameter("neurons", "number of neurons");

  private static final Parameter<CellOutput> OUTPUT =
      Parameter.choice(
              "output",
              CellOutput.class,
              "what the layer outputs: output (spikes, where it has them), membrane potentials, or"
                  + " both")
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
  private static final Parameter<NeuronCount> INTEGRATORS =
      NeuronCount.orNone(
              "integrators", "leaky integrators without spikes beside the neurons of each member")
          .orElse(NeuronCount.NONE);
  private static final Parameter<Double> INTEGRATOR_BETA =
      Parameter.number(
              "integrator-beta",
              Range.between(0, 1),
              "their decay per time step; 0: they pass their input on")
          .orElse(0.0);
  private static final Parameter<Gains> INTEGRATOR_GAINS =
      Parameter.choice(
              "integrator-gains",
              Gains.class,
              "of a first layer: what the weights of each of their inputs are multiplied by, which"
                  + " is not learned, where they are those of the classes in turn: 1, or how much"
                  + " more frequent the input is in the class than in the others (Wang and Manning"
                  + " 2012); none: they are of no class")
          .orElse(Gains.NONE);
  private static final Parameter<Integer> SPIKING_NGRAMS =
      Parameter.whole(
              "spiking-ngrams",
              Range.between(0, 16),
              "of a first layer that reads letters or words: longest n-grams that the neurons read,"
                  + " while integrators read all; 0: all")
          .orElse(0);

  private static final Parameter<Boolean> CARRY_STATE =
      Parameter.flag(
              "carry-state",
              "whether a window of a long sequence begins in the state that the window before ended"
                  + " in, or at rest, where a network is run window by window")
          .orElse(true);

  private static final Parameter<InitialState> INITIAL_STATE =
      Parameter.choice(
              "initial-state",
              InitialState.class,
              "what training begins a sequence with: outputs and states of zero, or drawn evenly from"
                  + " 0 to 1; inference begins with zero")
          .orElse(InitialState.ZERO);

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

  /** Outputs and states before the first step of a training's sequences. */
  private enum InitialState {
    ZERO,
    RANDOM
  }

  /** Gains of the integrators' inputs. */
  private enum Gains {
    NONE,
    EQUAL,
    LOG_COUNT_RATIO
  }

  @Override
  public List<Factory<StackLayer>> entries() {
    List<Factory<StackLayer>> entries = new ArrayList<>();
    NeuronCell.REGISTRY.all().forEach(neuron -> entries.add(layerOf(neuron)));
    entries.add(
        Factory.of(
            "dropout",
            "Drops inputs of the next layer in training.",
            a -> place -> new DropoutLayer.Builder(new FastDropout(a.get(DROPPED))).build(),
            DROPPED));
    entries.add(
        Factory.of(
            "readout",
            "Ends a network: a linear classifier of the layer before, pooled over time.",
            a -> place -> readout(a, place),
            POOLING,
            LOSS,
            READOUT_DROPOUT));
    return entries;
  }

  /** A layer of neurons, with what all of them have besides their own parameters. */
  private static Factory<StackLayer> layerOf(Factory<NeuronCell> neuron) {
    List<Parameter<?>> parameters = new ArrayList<>(List.of(NEURONS));
    parameters.addAll(neuron.parameters());
    parameters.addAll(
        List.of(
            OUTPUT,
            BATCH_NORM,
            BIDIRECTIONAL,
            MEMBERS,
            INTEGRATORS,
            INTEGRATOR_BETA,
            INTEGRATOR_GAINS,
            SPIKING_NGRAMS,
            CARRY_STATE,
            INITIAL_STATE));
    parameters.addAll(RateOptions.ALL);
    return new Factory<>(
        neuron.name(),
        neuron.documentation(),
        parameters,
        a -> {
          NeuronCell cell = neuron.maker().apply(a);
          if (a.get(OUTPUT) != CellOutput.OUTPUT && cell.states() == 0) {
            throw new UserErrorException(
                "output = %s: these neurons have no membrane potential besides their output"
                    .formatted(a.get(OUTPUT).name().toLowerCase(Locale.ROOT)));
          }
          refuseRandomEnds(a);
          RateOptions.check(a, cell.isSpiking() && a.get(OUTPUT) != CellOutput.MEMBRANE);
          return place -> layer(cell, a, place);
        });
  }

  /** Going back, shorter examples of a minibatch begin with padding, which leaves states of 0. */
  private static void refuseRandomEnds(Arguments a) {
    if (a.get(BIDIRECTIONAL) && a.get(INITIAL_STATE) == InitialState.RANDOM) {
      throw new UserErrorException(
          "initial-state = random cannot go with bidirectional = true: going back, the shorter sequences of a minibatch would begin with 0 behind their end; leave one of the two out");
    }
  }

  private static SequenceLayer layer(NeuronCell cell, Arguments a, LayerPlace place) {
    int integrators = a.get(INTEGRATORS).in(place);
    SequenceLayer.Builder builder =
        new SequenceLayer.Builder(cell)
            .nOut(a.get(NEURONS).in(place))
            .normalised(a.get(BATCH_NORM))
            .output(a.get(OUTPUT))
            .members(a.get(MEMBERS))
            .integrators(integrators, a.get(INTEGRATOR_BETA));
    Gains gains = a.get(INTEGRATOR_GAINS);
    if (gains != Gains.NONE) {
      checkGains(integrators, place);
      builder.gainedIntegrators(gains == Gains.EQUAL);
    }
    spikingInputs(a.get(SPIKING_NGRAMS), place).ifPresent(builder::spikingInputs);
    if (a.get(BIDIRECTIONAL)) {
      builder.bidirectional();
    }
    if (!a.get(CARRY_STATE)) {
      builder.withoutCarriedState();
    }
    if (a.get(INITIAL_STATE) == InitialState.RANDOM) {
      builder.randomStates();
    }
    RateOptions.apply(a, builder);
    if (place.isFirst()) {
      refuseDroppedNumbers(place);
      builder.withoutInputGradient().inputCoding(place.input().coding());
    }
    return builder.build();
  }

  private static void checkGains(int integrators, LayerPlace place) {
    if (!place.isFirst() || integrators == 0 || integrators % place.classes() != 0) {
      throw new UserErrorException(
          "only a first layer has integrator-gains, with integrators = classes (%d here) or a multiple of it, one a class"
              .formatted(place.classes()));
    }
  }

  /** Refuses dropout of the numbers of channels, which would become those of others. */
  private static void refuseDroppedNumbers(LayerPlace place) {
    if (place.dropped() && place.input().coding() == InputCoding.EVENTS) {
      throw new UserErrorException(
          "no dropout may stand before it: it reads the numbers of the channels that spike;"
              + " training.augmentation.drop drops spikes of the input");
    }
  }

  private static Optional<Integer> spikingInputs(int ngrams, LayerPlace place) {
    if (ngrams == 0) {
      return Optional.empty();
    }
    List<Integer> channels = place.input().ngramChannels();
    if (!place.isFirst() || ngrams > channels.size()) {
      throw new UserErrorException(
          "spiking-ngrams = %d: only a first layer reads n-grams, and these of at most %d letters (data.names.ngrams) or words (data.text.ngrams)"
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
    int heads = place.before().flatMap(NetworkLayer::find).map(NetworkLayer::members).orElse(1);
    return new SpikeReadout.Builder(a.find(LOSS).orElse(place.loss()))
        .pooling(a.get(POOLING))
        .pooledDropout(a.get(READOUT_DROPOUT))
        .heads(heads)
        .nOut(place.classes())
        .build();
  }
}
