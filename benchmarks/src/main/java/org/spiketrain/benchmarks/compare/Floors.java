package org.spiketrain.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.benchmarks.compare.Product.Form;

/**
 * The dense matrix products of networks over a whole sequence, each in the best shape that the
 * equations allow: what needs no earlier step is one product for all time steps.
 */
public final class Floors {
  private static final int LSTM_GATES = 4;

  private final int timeSteps;
  private final int batch;
  private final List<Product> forward = new ArrayList<>();
  private final List<Product> backward = new ArrayList<>();

  private Floors(Work work) {
    timeSteps = work.timeSteps();
    batch = work.batch();
  }

  /** One LSTM layer. */
  public static List<Product> lstmTraining(Work work) {
    Floors floors = new Floors(work);
    floors.addLstm(work);
    return floors.training();
  }

  /** One linear layer and the all-to-all recurrent LIF layer behind it. */
  public static List<Product> leakyTraining(Work work) {
    Floors floors = new Floors(work);
    floors.addFirstInput(work.inputs(), work.hidden());
    floors.addRecurrence(work.hidden(), work.hidden());
    return floors.training();
  }

  /** The network for spoken words: an LSTM, two recurrent LIF layers, an output layer. */
  public static List<Product> wordsTraining(Work work) {
    return words(work).training();
  }

  /** The same without gradients. */
  public static List<Product> wordsInference(Work work) {
    return List.copyOf(words(work).forward);
  }

  /**
   * The convolutions of the network for sentences, each as one product with all positions of its
   * filters, those over padding too. What comes behind them is small.
   */
  public static List<Product> textTraining(Work work) {
    return text(work).training();
  }

  /** The same without gradients. */
  public static List<Product> textInference(Work work) {
    return List.copyOf(text(work).forward);
  }

  private static Floors text(Work work) {
    Floors floors = new Floors(work);
    int dimensions = work.inputs() / work.words();
    for (int width : work.widths()) {
      int places = work.words() - width + 1;
      int rows = work.timeSteps() * work.batch() * places;
      floors.addFirstInput(rows, width * dimensions, work.filters());
    }
    return floors;
  }

  private static Floors words(Work work) {
    Floors floors = new Floors(work);
    floors.addLstm(work);
    for (int layer = 0; layer < 2; layer++) {
      floors.addInnerInput(work.hidden(), work.hidden());
      floors.addRecurrence(work.hidden(), work.hidden());
    }
    floors.addInnerInput(work.hidden(), work.classes());
    return floors;
  }

  private List<Product> training() {
    List<Product> all = new ArrayList<>(forward);
    all.addAll(backward);
    return all;
  }

  private void addLstm(Work work) {
    addFirstInput(work.inputs(), LSTM_GATES * work.hidden());
    addRecurrence(work.hidden(), LSTM_GATES * work.hidden());
  }

  private void addFirstInput(int inputs, int width) {
    addFirstInput(timeSteps * batch, inputs, width);
  }

  /** Input of the first layer, by which nobody wants a gradient. */
  private void addFirstInput(int rows, int inputs, int width) {
    forward.add(new Product(Form.PLAIN, rows, width, inputs, 1));
    backward.add(new Product(Form.LEFT_TRANSPOSED, inputs, width, rows, 1));
  }

  private void addInnerInput(int inputs, int width) {
    addFirstInput(inputs, width);
    backward.add(new Product(Form.RIGHT_TRANSPOSED, timeSteps * batch, inputs, width, 1));
  }

  /** The first step follows upon zeros and has no product. */
  private void addRecurrence(int hidden, int width) {
    int times = timeSteps - 1;
    forward.add(new Product(Form.PLAIN, batch, width, hidden, times));
    backward.add(new Product(Form.RIGHT_TRANSPOSED, batch, hidden, width, times));
    backward.add(new Product(Form.LEFT_TRANSPOSED, hidden, width, times * batch, 1));
  }
}
