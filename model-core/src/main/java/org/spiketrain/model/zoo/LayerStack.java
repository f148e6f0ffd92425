package org.spiketrain.model.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.StackLayer;
import org.spiketrain.model.api.StackLayer.LayerPlace;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.SequenceReadout;
import org.spiketrain.model.layer.SpikeLoss;

/**
 * A network as {@code network.stack} writes it: layers from first to last, one a line or with
 * {@code |} between, each of the {@link StackLayer} registry:
 *
 * <pre>
 *   lstm(512)
 *   dropout(0.2)
 *   leaky(512, recurrence = all-to-all, beta = 0.95)
 *   leaky(classes, beta = 0.95)
 * </pre>
 *
 * <p>Without a readout at its end, the outputs of the last layer are the classes'.
 */
final class LayerStack {
  private final NetworkInput input;
  private final int classes;
  private final SequenceLoss loss;
  private final List<Layer> layers = new ArrayList<>();
  private Optional<IDropout> dropout = Optional.empty();

  private LayerStack(NetworkInput input, int classes, SequenceLoss loss) {
    this.input = input;
    this.classes = classes;
    this.loss = loss;
  }

  /**
   * The layers of a stack, an output layer last. The first computes no gradient by its input.
   *
   * @param text the stack as it is written
   * @param loss the loss, where the stack's readout names none
   * @throws UserErrorException if it cannot be read, naming the layer
   */
  static List<Layer> parse(String text, NetworkInput input, int classes, SequenceLoss loss) {
    LayerStack stack = new LayerStack(input, classes, loss);
    lines(text).forEach(stack::add);
    return stack.complete();
  }

  /** The layers of a stack by their names. */
  static List<String> names(String text) {
    return lines(text).stream().map(line -> Spec.parse(line).name()).toList();
  }

  /** Returns whether any layer of a stack that can be read has a number above 0 for an option. */
  static boolean has(String text, String option) {
    return lines(text).stream().map(Spec::parse).anyMatch(line -> has(line, option));
  }

  private static boolean has(Spec line, String option) {
    List<Parameter<?>> declared = StackLayer.REGISTRY.get(line.name()).parameters();
    Arguments arguments = Arguments.read(line, declared);
    return declared.stream()
        .filter(parameter -> parameter.name().equals(option) && arguments.isWritten(parameter))
        .anyMatch(parameter -> arguments.get(parameter) instanceof Double value && value > 0);
  }

  /** The layers of a stack, as they are written, without the first. */
  static String behindFirst(String text) {
    List<String> lines = lines(text);
    return String.join("\n", lines.subList(Math.min(1, lines.size()), lines.size()));
  }

  private void add(String line) {
    if (isOutput()) {
      throw bad(line, "nothing stands behind a readout");
    }
    StackLayer written = Factory.make(StackLayer.REGISTRY, line);
    Optional<Layer> before =
        layers.isEmpty() ? Optional.empty() : Optional.of(layers.get(layers.size() - 1));
    Layer layer;
    try {
      layer = written.at(new LayerPlace(input, classes, loss, before, dropout.isPresent()));
    } catch (UserErrorException e) {
      throw new UserErrorException(bad(line, e.getMessage()).getMessage(), e);
    }
    if (layer instanceof DropoutLayer drops) {
      dropout = Optional.of(drops.getIDropout());
      return;
    }
    dropout.ifPresent(layer::setIDropout);
    dropout = Optional.empty();
    layers.add(layer);
  }

  private boolean isOutput() {
    return !layers.isEmpty() && layers.get(layers.size() - 1) instanceof BaseOutputLayer;
  }

  private List<Layer> complete() {
    boolean onlyReadout = layers.size() == 1 && isOutput();
    if (layers.isEmpty() || onlyReadout || dropout.isPresent()) {
      throw new UserErrorException(
          "A stack of layers has a layer with neurons, and ends with one or with readout(…)");
    }
    if (!isOutput()) {
      checkOutputs(layers.get(layers.size() - 1));
      layers.add(new SpikeLoss.Builder(loss).nOut(classes).build());
    } else {
      SequenceReadout.lossOf(layers.get(layers.size() - 1))
          .ifPresent(own -> refuseWithoutSpikes(own, "a readout has scores"));
    }
    return layers;
  }

  private void checkOutputs(Layer last) {
    NetworkLayer layer = NetworkLayer.of(last);
    if (!layer.isClassifying()) {
      throw new UserErrorException(
          "network.stack ends with neurons that are not the classes': end it with a layer such as"
              + " leaky(classes), or with readout(mean)");
    }
    if (layer.members() > 1) {
      throw new UserErrorException(
          "network.stack ends with an ensemble of members: end it with a readout, which has a head"
              + " for each, as in readout(mean)");
    }
    int outputs = layer.outputWidth();
    if (outputs % classes != 0) {
      throw new UserErrorException(
          "network.stack ends with %d outputs, which %d classes cannot share equally: give its last layer a multiple of %d neurons, write the word classes for their number, or end it with a readout, as in readout(mean)"
              .formatted(outputs, classes, classes));
    }
    if (layer.spikeColumns().size() < outputs) {
      refuseWithoutSpikes(loss, "the last layer outputs others than spikes");
    }
  }

  private static void refuseWithoutSpikes(SequenceLoss loss, String why) {
    if (loss.readsSpikeTimes()) {
      throw new UserErrorException(
          "The loss %s reads the times of spikes, but %s: end network.stack with spiking neurons, as in leaky(classes)"
              .formatted(loss.spec(), why));
    }
  }

  /** Cuts a text at bars and line ends outside of brackets. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int k = 0; k < text.length(); k++) {
      char c = text.charAt(k);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '|' || (c == '\n' && depth <= 0)) {
        lines.add(text.substring(start, k));
        start = k + 1;
        depth = 0;
      }
    }
    lines.add(text.substring(start));
    List<String> written = lines.stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
    written.forEach(LayerStack::refuseSeveral);
    return written;
  }

  /** Refuses what follows upon the bracket that ends a layer. */
  private static void refuseSeveral(String line) {
    int open = 0;
    for (int k = 0; k < line.length() - 1; k++) {
      open += line.charAt(k) == '(' ? 1 : line.charAt(k) == ')' ? -1 : 0;
      if (line.charAt(k) == ')' && open == 0) {
        throw new UserErrorException(
            "'%s' is more than one layer: layers are separated by | or new lines, as in lstm(512) | leaky(classes)"
                .formatted(line));
      }
    }
  }

  private static UserErrorException bad(String line, String why) {
    return new UserErrorException("Layer %s: %s".formatted(line, why));
  }
}
