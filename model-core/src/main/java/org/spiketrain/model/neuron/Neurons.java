package org.spiketrain.model.neuron;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.NeuronProvider;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.neuron.AdaptiveLeakyCell.Ranges;
import org.spiketrain.model.neuron.AdlifCell.Scheme;
import org.spiketrain.model.neuron.AdlifCell.Taus;
import org.spiketrain.model.neuron.LeakyCell.Recurrence;
import org.spiketrain.model.neuron.LeakyCell.Reset;
import org.spiketrain.model.neuron.SpikingLstmCell.CellState;
import org.spiketrain.model.neuron.VanillaCell.Activation;

/** The neurons of PyTorch, SpikingJelly and snnTorch, and others, found by name. */
public final class Neurons implements NeuronProvider {
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
  private static final Parameter<Activation> ACTIVATION =
      Parameter.choice("activation", Activation.class, "function of the weighted sum")
          .orElse(Activation.TANH);

  private static final Parameter<Double> BETA =
      decay("beta", "decay of the membrane potential per time step").orElse(0.9);
  private static final Parameter<Learning> LEARN_BETA = learning("beta", Learning.FIXED);
  private static final Parameter<Double> THRESHOLD =
      Parameter.number("threshold", Range.from(0), "membrane potential to fire above").orElse(1.0);
  private static final Parameter<Learning> LEARN_THRESHOLD = learning("threshold", Learning.FIXED);
  private static final Parameter<Double> ALPHA =
      decay("alpha", "decay of a synaptic current per time step; none without it").optional();
  private static final Parameter<Learning> LEARN_ALPHA = learning("alpha", Learning.FIXED);
  private static final Parameter<Recurrence> RECURRENCE =
      Parameter.choice("recurrence", Recurrence.class, "which neurons a spike goes back to")
          .orElse(Recurrence.NONE);
  private static final Parameter<Double> FEEDBACK =
      Parameter.number("feedback", Range.any(), "factor of one-to-one recurrence").orElse(1.0);
  private static final Parameter<Learning> LEARN_FEEDBACK = learning("feedback", Learning.SHARED);
  private static final Parameter<Reset> RESET =
      Parameter.choice("reset", Reset.class, "what a spike does to the membrane potential")
          .orElse(Reset.SUBTRACT);
  private static final Parameter<Boolean> DELAYED_RESET =
      Parameter.flag("delayed-reset", "whether it does so a time step later").orElse(true);
  private static final Parameter<Double> GRADED_SPIKES =
      Parameter.number("graded-spikes", Range.any(), "height of a spike").orElse(1.0);
  private static final Parameter<SurrogateGradient> SURROGATE =
      surrogate("surrogate", "surrogate gradient of the spikes", SurrogateGradient.ofSnnTorch());
  private static final Parameter<Boolean> RECURRENT =
      Parameter.flag("recurrent", "whether spikes go back to all neurons by weights");

  private static final Parameter<Ranges> RANGES =
      Parameter.choice(
              "ranges",
              Ranges.class,
              "where decays and adaptation begin and stay: those of Bittar and Garner, or those of"
                  + " the constrained neurons (cAdLIF, Deckers et al. 2024)")
          .orElse(Ranges.BITTAR_GARNER);
  private static final Parameter<SurrogateGradient> BOXCAR =
      surrogate("surrogate", "surrogate gradient of the spikes", SurrogateGradient.parse("boxcar"));
  private static final Parameter<Double> STEP =
      Parameter.number("step", Range.above(0), "time step that all begin with, in seconds")
          .orElse(0.004);
  private static final Parameter<Double> LEAST_STEP =
      Parameter.number("least-step", Range.above(0), "shortest time step that they begin with")
          .orElse(0.01);
  private static final Parameter<Double> MOST_STEP =
      Parameter.number("most-step", Range.above(0), "longest time step that they begin with")
          .orElse(0.5);

  private static final Parameter<SurrogateGradient> SLAYER =
      surrogate("surrogate", "surrogate gradient of the spikes", SurrogateGradient.parse("slayer"));
  private static final Parameter<Scheme> SCHEME =
      Parameter.choice(
              "scheme",
              Scheme.class,
              "whether the adaptation reads the membrane as it has just become, or as it was before")
          .orElse(Scheme.SYMPLECTIC);
  private static final Parameter<Double> STRENGTH =
      Parameter.number("strength", Range.above(0), "factor of the adaptation").orElse(120.0);
  private static final Parameter<Double> LEAST_TAU_U =
      tau("least-tau-u", "shortest time constant of the membrane").orElse(5.0);
  private static final Parameter<Double> MOST_TAU_U =
      tau("most-tau-u", "longest time constant of the membrane").orElse(25.0);
  private static final Parameter<Double> LEAST_TAU_W =
      tau("least-tau-w", "shortest time constant of the adaptation").orElse(60.0);
  private static final Parameter<Double> MOST_TAU_W =
      tau("most-tau-w", "longest time constant of the adaptation").orElse(300.0);

  private static final Parameter<Double> RHO =
      decay(
              "rho",
              "decay of the threshold's rise per time step; its time constant 1 / (1 - rho) should be"
                  + " about as long as what is to be remembered")
          .orElse(0.98);
  private static final Parameter<Learning> LEARN_RHO = learning("rho", Learning.FIXED);
  private static final Parameter<Double> RISE =
      Parameter.number(
              "strength",
              Range.from(0),
              "of an adaptive threshold: how much higher it is of a neuron that always fires")
          .orElse(1.8);
  private static final Parameter<Learning> LEARN_RISE = learning("strength", Learning.FIXED);

  @Override
  public List<Factory<NeuronCell>> entries() {
    return List.of(
        Factory.of("lstm", "LSTM (PyTorch's).", a -> new LstmCell()),
        Factory.of("gru", "GRU (PyTorch's).", a -> new GruCell()),
        Factory.of(
            "rnn", "Vanilla RNN (PyTorch's).", a -> new VanillaCell(a.get(ACTIVATION)), ACTIVATION),
        Factory.of(
            "spiking-lstm",
            "LSTM with spiking gates (SpikingJelly's).",
            a -> new SpikingLstmCell(a.get(GATE_SURROGATE), a.get(CANDIDATE), a.get(CELL_STATE)),
            GATE_SURROGATE,
            CANDIDATE,
            CELL_STATE),
        Factory.of(
            "spiking-gru",
            "GRU with spiking gates (SpikingJelly's).",
            a -> new SpikingGruCell(a.get(GATE_SURROGATE), a.get(CANDIDATE)),
            GATE_SURROGATE,
            CANDIDATE),
        Factory.of(
            "spiking-rnn",
            "Vanilla RNN with spikes (SpikingJelly's).",
            a -> new SpikingVanillaCell(a.get(GATE_SURROGATE)),
            GATE_SURROGATE),
        Factory.of(
            "leaky",
            "Leaky integrate-and-fire neurons (snnTorch's Leaky, RLeaky and Synaptic).",
            Neurons::leaky,
            BETA,
            LEARN_BETA,
            THRESHOLD,
            LEARN_THRESHOLD,
            ALPHA,
            LEARN_ALPHA,
            RECURRENCE,
            FEEDBACK,
            LEARN_FEEDBACK,
            RESET,
            DELAYED_RESET,
            GRADED_SPIKES,
            SURROGATE),
        Factory.of(
            "adaptive-leaky",
            "Adaptive leaky neurons, which learn decays and adaptation (Bittar and Garner 2022).",
            a ->
                new AdaptiveLeakyCell(
                    a.get(SURROGATE), a.get(RECURRENT), a.get(THRESHOLD), a.get(RANGES)),
            RECURRENT,
            THRESHOLD,
            SURROGATE,
            RANGES),
        Factory.of(
            "adaptive-threshold",
            "Leaky neurons whose threshold rises with their spikes and falls back slowly (ALIF of"
                + " LSNNs, Bellec et al. 2018).",
            Neurons::adaptiveThreshold,
            BETA,
            LEARN_BETA,
            RHO,
            LEARN_RHO,
            RISE,
            LEARN_RISE,
            THRESHOLD,
            LEARN_THRESHOLD,
            RECURRENT,
            SURROGATE),
        Factory.of(
            "silif",
            "Adaptive leaky neurons with decays as those of state space models (SiLIF, arXiv"
                + " 2506.06374).",
            a -> new SilifCell(a.get(BOXCAR), a.get(THRESHOLD), a.get(STEP)),
            THRESHOLD,
            STEP,
            BOXCAR),
        Factory.of(
            "c-silif",
            "SiLIF neurons with one complex state, which decays and turns (C-SiLIF, arXiv"
                + " 2506.06374).",
            Neurons::complexSilif,
            THRESHOLD,
            LEAST_STEP,
            MOST_STEP,
            BOXCAR),
        Factory.of(
            "adlif",
            "Adaptive leaky neurons by the symplectic Euler method, or by Euler forward (SE-adLIF and"
                + " EF-adLIF, Baronig et al. 2025).",
            a ->
                new AdlifCell(
                    a.get(SLAYER),
                    a.get(RECURRENT),
                    a.get(SCHEME),
                    a.get(THRESHOLD),
                    a.get(STRENGTH),
                    taus(a, LEAST_TAU_U, MOST_TAU_U),
                    taus(a, LEAST_TAU_W, MOST_TAU_W)),
            RECURRENT,
            SCHEME,
            THRESHOLD,
            STRENGTH,
            LEAST_TAU_U,
            MOST_TAU_U,
            LEAST_TAU_W,
            MOST_TAU_W,
            SLAYER),
        Factory.of(
            "integrator",
            "Leaky integrators without spikes, which output their membrane potential.",
            a -> new IntegratorCell(a.get(BETA).floatValue()),
            BETA),
        Factory.of(
            "low-pass",
            "Leaky integrators without spikes that learn their decays (Bittar and Garner 2022).",
            a -> new LowPassCell()),
        Factory.of("linear", "A weighted sum without memory.", a -> new IntegratorCell(0)),
        Factory.of("relu", "Rectifiers, to be converted to spiking neurons.", a -> new ReluCell()));
  }

  private static ComplexSilifCell complexSilif(Arguments a) {
    checkOrder(a, LEAST_STEP, MOST_STEP);
    return new ComplexSilifCell(
        a.get(BOXCAR), a.get(THRESHOLD), a.get(LEAST_STEP), a.get(MOST_STEP));
  }

  private static Taus taus(Arguments a, Parameter<Double> least, Parameter<Double> most) {
    checkOrder(a, least, most);
    return new Taus(a.get(least), a.get(most));
  }

  private static void checkOrder(Arguments a, Parameter<Double> least, Parameter<Double> most) {
    if (a.get(least) > a.get(most)) {
      throw new UserErrorException(
          "%s = %s is more than %s = %s"
              .formatted(least.name(), a.get(least), most.name(), a.get(most)));
    }
  }

  private static AdaptiveThresholdCell adaptiveThreshold(Arguments a) {
    return new AdaptiveThresholdCell(
        a.get(SURROGATE),
        a.get(RECURRENT),
        List.of(
            NeuronParameter.decay("beta", a.get(BETA), a.get(LEARN_BETA)),
            NeuronParameter.decay("rho", a.get(RHO), a.get(LEARN_RHO)),
            NeuronParameter.unbounded("strength", a.get(RISE), a.get(LEARN_RISE)),
            NeuronParameter.unbounded("threshold", a.get(THRESHOLD), a.get(LEARN_THRESHOLD))));
  }

  private static LeakyCell leaky(Arguments a) {
    List<NeuronParameter> parameters = new ArrayList<>();
    parameters.add(NeuronParameter.decay("beta", a.get(BETA), a.get(LEARN_BETA)));
    parameters.add(
        NeuronParameter.unbounded("threshold", a.get(THRESHOLD), a.get(LEARN_THRESHOLD)));
    a.find(ALPHA)
        .map(alpha -> NeuronParameter.decay("alpha", alpha, a.get(LEARN_ALPHA)))
        .ifPresent(parameters::add);
    if (a.get(RECURRENCE) == Recurrence.ONE_TO_ONE) {
      parameters.add(
          NeuronParameter.unbounded(LeakyCell.FEEDBACK, a.get(FEEDBACK), a.get(LEARN_FEEDBACK)));
    }
    return new LeakyCell(
        a.get(SURROGATE),
        a.get(RESET),
        a.get(DELAYED_RESET),
        a.get(RECURRENCE),
        a.find(ALPHA).isPresent(),
        a.get(GRADED_SPIKES).floatValue(),
        parameters);
  }

  private static Parameter<SurrogateGradient> surrogate(
      String name, String documentation, SurrogateGradient standard) {
    return Parameter.plugged(name, SurrogateGradient.REGISTRY, documentation).orElse(standard);
  }

  private static Parameter<Double> decay(String name, String documentation) {
    return Parameter.number(name, Range.between(0, 1), documentation);
  }

  private static Parameter<Double> tau(String name, String documentation) {
    return Parameter.number(name, Range.above(0), documentation + ", in time steps");
  }

  private static Parameter<Learning> learning(String of, Learning standard) {
    return Parameter.choice("learn-" + of, Learning.class, "who learns " + of).orElse(standard);
  }
}
