package org.spiketrain.model.layer;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.SentenceConvolution;

/**
 * Contract of a layer with neurons, besides DL4J's: all that inference, memory plan, activity,
 * counting of operations, and conversion want to know of it, so that none of them asks which layer
 * it is. {@code parameters} are always DL4J's table of the layer's parameters.
 */
public interface NetworkLayer {
  /**
   * A layer whose operations can be counted.
   *
   * @param kind what it does with the outputs of the layer before
   * @param cell its neurons
   * @param inputs neurons of the layer before; of a convolution the inputs of a sentence
   * @param outputs neurons; of a convolution its columns, of which each has a neuron a position
   * @param spiking whether it outputs spikes
   */
  record CountedLayer(Kind kind, NeuronCell cell, int inputs, int outputs, boolean spiking)
      implements Serializable {
    /** Operation of a layer on its input. */
    public enum Kind {
      /** Filters over the words of a sentence, with a neuron at each position. */
      CONVOLUTION,
      /** Neurons without weights that integrate what one column outputs at all positions. */
      POOLED,
      /** A weight from each input to each neuron. */
      DENSE
    }

    /** Name of the layer, such as {@code convolution(300)} or {@code leaky(10)}. */
    public String name() {
      String what =
          switch (kind) {
            case CONVOLUTION -> "convolution";
            case POOLED -> "pooled";
            case DENSE -> cell.name();
          };
      return "%s(%d)".formatted(what, outputs);
    }
  }

  /**
   * A learned parameter by which neurons fire more often or less, one value for each or for all, in
   * the order of the outputs; where there are fewer values than outputs, the outputs have them in
   * turn.
   *
   * @param parameter its name
   * @param low least value worth trying
   * @param high largest value worth trying
   * @param rises whether they fire more often with a larger value
   */
  record Excitability(String parameter, double low, double high, boolean rises) {
    private static final double MOST = 16;

    /** A bias in units of thresholds around 1. */
    static Excitability bias(String parameter) {
      return new Excitability(parameter, -MOST, MOST, true);
    }

    /** A threshold. */
    static Excitability threshold(String parameter) {
      return new Excitability(parameter, 1 / (MOST * MOST), MOST, false);
    }
  }

  /**
   * The contract of a DL4J layer.
   *
   * @throws IllegalArgumentException if it has none
   */
  static NetworkLayer of(Layer layer) {
    return of(layer.conf().getLayer());
  }

  /**
   * The contract of a DL4J layer's configuration.
   *
   * @throws IllegalArgumentException if it has none
   */
  static NetworkLayer of(org.deeplearning4j.nn.conf.layers.Layer conf) {
    return find(conf)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected a layer for sequences, but got a "
                        + conf.getClass().getSimpleName()));
  }

  /** The contract of a DL4J layer's configuration; empty where it has none. */
  static Optional<NetworkLayer> find(org.deeplearning4j.nn.conf.layers.Layer conf) {
    return conf instanceof NetworkLayer layer ? Optional.of(layer) : Optional.empty();
  }

  /** Columns of the input. */
  int inputWidth();

  /** Columns of the output. */
  int outputWidth();

  /** Equal groups of neurons side by side, an ensemble, each with its part of the output. */
  default int members() {
    return 1;
  }

  /** Returns whether its outputs may be those of the classes, at the end of a network. */
  default boolean isClassifying() {
    return false;
  }

  /** Name in reports, such as {@code leaky(512)}. */
  String label();

  /** Columns of the output that are spikes, one a neuron; ascending. */
  List<Integer> spikeColumns();

  /** Floats off the heap that training keeps for one step of one example, besides both ends. */
  long trainingFloats();

  /** What is saved of them where segments are run again; nothing by default. */
  default SegmentFloats segmentFloats() {
    return SegmentFloats.NONE;
  }

  /** The layer for inference, with a copy of its parameters. */
  InferenceStage inference(Map<String, INDArray> parameters);

  /** Data that determine its operations; empty, as by default, where nobody can count them. */
  default Optional<CountedLayer> counted() {
    return Optional.empty();
  }

  /**
   * Its groups of neurons that run step by step over what the layer before gives, in the order of
   * their outputs; none, as by default, where it works otherwise.
   */
  default List<LayerUnit> units() {
    return List.of();
  }

  /** Sizes of its convolution of a sentence; empty, as by default, where it has none. */
  default Optional<SentenceConvolution> convolved() {
    return Optional.empty();
  }

  /** Its convolution for inference; empty, as by default, where it has none. */
  default Optional<InferenceConvolution> convolution(Map<String, INDArray> parameters) {
    return Optional.empty();
  }

  /**
   * By what each of its neurons fires more often or less, whatever the others do; empty, as by
   * default, where there is no such thing.
   */
  default Optional<Excitability> excitability() {
    return Optional.empty();
  }

  /** Mean threshold of its neurons; 1, as by default, where they have none. */
  default double meanThreshold(Map<String, INDArray> parameters) {
    return 1;
  }
}
