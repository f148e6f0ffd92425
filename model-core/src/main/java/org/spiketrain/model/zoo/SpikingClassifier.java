package org.spiketrain.model.zoo;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.LayerPass;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.SequenceReadout;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;

/**
 * A trained stack of sequence layers and what reads them out, for inference. Holds its own copy of
 * the parameters; immutable, safe for use by several threads.
 */
public final class SpikingClassifier implements FrameClassifier {
  private static final long serialVersionUID = 1L;

  /** Time steps of all examples that are run together: their outputs are kept meanwhile. */
  private static final int MOST_STEPS = 1 << 14;

  /** The same where the only layer's outputs are pooled at once, and inputs alone are kept. */
  private static final int MOST_POOLED_STEPS = 1 << 19;

  private final ArrayList<InferenceStage> layers = new ArrayList<>();
  private final ArrayList<SpikingLayer> spikingLayers = new ArrayList<>();
  private final SequenceReadout readout;
  private final int channels;

  /** Null where frames are read as they are. */
  private final WordInput words;

  /**
   * Copies the parameters of a network that reads frames as they are.
   *
   * @throws IllegalArgumentException if it is not sequence layers and a {@link SpikeReadout} or a
   *     {@link SpikeLoss}
   */
  public SpikingClassifier(MultiLayerNetwork network) {
    this(network, null);
  }

  /**
   * Copies the parameters of a network that reads sentences as the numbers of their words: one-hot
   * frames of the vocabulary, a word a step. Their spikes are drawn here, the same each time.
   *
   * @param words how they become the network's input; null where frames are read as they are
   * @throws IllegalArgumentException as above, or if the network reads another number of channels
   */
  public SpikingClassifier(MultiLayerNetwork network, WordInput words) {
    Layer[] all = network.getLayers();
    for (int l = 0; l < all.length - 1; l++) {
      addLayer(all[l]);
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("Expected sequence layers before the last layer");
    }
    channels = NetworkLayer.of(all[0]).inputWidth();
    readout = SequenceReadout.of(all[all.length - 1]);
    this.words = words;
    if (words != null && channels != words.channels()) {
      throw new IllegalArgumentException(
          "The network reads %d channels, but sentences have %d"
              .formatted(channels, words.channels()));
    }
  }

  private void addLayer(Layer layer) {
    NetworkLayer contract = NetworkLayer.of(layer);
    if (!contract.spikeColumns().isEmpty()) {
      spikingLayers.add(new SpikingLayer(layers.size(), contract.label(), contract.spikeColumns()));
    }
    layers.add(contract.inference(layer.paramTable()));
  }

  @Override
  public List<SpikingLayer> spikingLayers() {
    return List.copyOf(spikingLayers);
  }

  @Override
  public float[][] probabilities(List<SpikeFrames> examples) {
    float[][] all = new float[examples.size()][];
    if (words != null) {
      KernelThreads.forEach(all.length, i -> all[i] = probabilitiesOf(examples.get(i)));
      return all;
    }
    int longest = examples.stream().mapToInt(SpikeFrames::timeSteps).max().orElse(0);
    int threads = KernelThreads.count();
    int fitting = (keepsOutputs() ? MOST_STEPS : MOST_POOLED_STEPS) / Math.max(1, longest);
    int part = Math.max(1, Math.min(fitting, (examples.size() + threads - 1) / threads));
    KernelThreads.forEach(
        (examples.size() + part - 1) / part,
        p -> {
          int from = p * part;
          List<SpikeFrames> some = examples.subList(from, Math.min(from + part, all.length));
          List<float[]> answers = together(some);
          for (int k = 0; k < some.size(); k++) {
            all[from + k] = answers.get(k);
          }
        });
    return all;
  }

  private boolean keepsOutputs() {
    return layers.size() > 1 || !readout.poolsAtOnce();
  }

  /** Class probabilities of several examples; what they have in common is run once. */
  private List<float[]> together(List<SpikeFrames> examples) {
    List<StageInput> inputs = examples.stream().map(this::input).toList();
    int last = layers.size() - 1;
    for (InferenceStage layer : layers.subList(0, last)) {
      inputs = layer.runAll(inputs).stream().map(StageInput::of).toList();
    }
    return readout.probabilities(layers.get(last), inputs);
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames example) {
    return probabilitiesOf(example, LayerObserver.NOBODY);
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames example, LayerObserver observer) {
    return readout.probabilities(outputs(example, observer));
  }

  /** Not where a layer needs whole sequences, nor of sentences, whose words are a step. */
  @Override
  public boolean answersOverTime() {
    return words == null && layers.stream().noneMatch(layer -> layer.windows().isEmpty());
  }

  @Override
  public float[][] probabilitiesOverTime(SpikeFrames example, LayerObserver observer) {
    return answersOverTime() ? probabilitiesOverTime(outputs(example, observer)) : new float[0][];
  }

  /**
   * Class probabilities after each time step by the outputs of the last layer [time][width]; none
   * where there is no answer before the end.
   */
  public float[][] probabilitiesOverTime(float[][] lastOutput) {
    return answersOverTime() ? readout.probabilitiesOverTime(lastOutput) : new float[0][];
  }

  @Override
  public double[] logProbabilitiesOf(SpikeFrames example) {
    return readout.logProbabilities(outputs(example, LayerObserver.NOBODY));
  }

  /**
   * Class probabilities of one example and the loss that the network was trained with, in one pass.
   *
   * @param label the example's class
   * @throws IllegalArgumentException if the example has another number of channels
   */
  public PredictionWithLoss judge(SpikeFrames example, int label) {
    return readout.judge(outputs(example, LayerObserver.NOBODY), label);
  }

  /**
   * Class probabilities, summing to 1, by the outputs of the last layer [time][width]; by its first
   * time steps alone they are what the network would answer after so many.
   */
  public float[] probabilitiesBy(float[][] lastOutput) {
    return readout.probabilities(lastOutput);
  }

  /**
   * Outputs of the last layer for one example, [time][width].
   *
   * @param observer is shown the output of every layer
   * @throws IllegalArgumentException if it has another number of channels
   */
  public float[][] outputs(SpikeFrames example, LayerObserver observer) {
    return words == null
        ? run(layers, input(example), observer)
        : outputs(words.draw(example.firstChannels()), observer);
  }

  /**
   * Outputs of the last layer for what the first layer reads, [time][width].
   *
   * @param sequence [time][channels], at least one step
   * @param observer is shown the output of every layer
   */
  public float[][] outputs(float[][] sequence, LayerObserver observer) {
    return run(layers, StageInput.of(sequence), observer);
  }

  private StageInput input(SpikeFrames example) {
    if (example.channels() != channels) {
      throw new IllegalArgumentException(
          "The network reads %d channels, but the example has %d"
              .formatted(channels, example.channels()));
    }
    return StageInput.of(example);
  }

  private static float[][] run(
      List<? extends LayerPass> layers, StageInput first, LayerObserver observer) {
    StageInput input = first;
    float[][] sequence = new float[0][];
    for (int l = 0; l < layers.size(); l++) {
      sequence = layers.get(l).run(input);
      observer.observe(l, sequence);
      input = StageInput.of(sequence);
    }
    return sequence;
  }

  /**
   * Begins a long sequence that comes window by window.
   *
   * @throws UserErrorException if a layer needs whole sequences
   */
  public SequenceWindows windows() {
    List<LayerPass> stages = new ArrayList<>();
    for (InferenceStage layer : layers) {
      stages.add(layer.windows().orElseThrow(() -> needsWholeSequences(stages.size() + 1)));
    }
    return new SequenceWindows(stages);
  }

  private static UserErrorException needsWholeSequences(int layer) {
    return new UserErrorException(
        "Layer %d of the network needs whole sequences, as one that runs in both directions does: it cannot be run window by window"
            .formatted(layer));
  }

  /**
   * The network over one long sequence window by window. Each layer goes on from the state that it
   * ended the window before in (unless {@code carry-state = false}), so that the outputs of all
   * windows are those of the whole sequence, bit for bit. For one thread.
   */
  public final class SequenceWindows {
    private final List<LayerPass> stages;

    private SequenceWindows(List<LayerPass> stages) {
      this.stages = stages;
    }

    /**
     * Outputs of the last layer in the next window, [time][width]. Those of several windows, one
     * after the other, give {@link #probabilitiesBy} the answer so far.
     *
     * @throws IllegalArgumentException if the window has another number of channels
     */
    public float[][] outputs(SpikeFrames window) {
      return run(stages, input(window), LayerObserver.NOBODY);
    }

    /** Class probabilities by what the last layer outputs in the next window alone, likewise. */
    public float[] probabilities(SpikeFrames window) {
      return probabilitiesBy(outputs(window));
    }
  }
}
