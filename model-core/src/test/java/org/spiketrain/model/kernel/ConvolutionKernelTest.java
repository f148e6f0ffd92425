package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spiketrain.model.golden.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.api.NeuronCell;

class ConvolutionKernelTest {
  private static final int TIME_STEPS = 7;
  private static final SentenceConvolution SIZE =
      new SentenceConvolution(9, 5, List.of(2, 3, 5), 4);
  private static final SentenceConvolution WORDS_ALONE =
      new SentenceConvolution(9, 5, List.of(2, 3, 5), 4, true);

  /** Words of each example; the last is all padding, the first has none. */
  private static final int[] WORDS = {9, 4, 7, 8, 2, 1, 0};

  /** Too small to matter, but no padding. */
  private static final float ALMOST_NOTHING = 1e-30f;

  @AfterEach
  void oneThread() {
    KernelThreads.use(1);
  }

  @Test
  void paddingIsWorthWhatZerosAre() {
    Run shortcut = new Run(SIZE, WORDS, 0f);
    Run whole = new Run(SIZE, WORDS, ALMOST_NOTHING);

    assertClose("means", shortcut.y, whole.y);
    for (int g = 0; g < shortcut.gradients.size(); g++) {
      assertClose("gradient " + g, shortcut.gradients.get(g), whole.gradients.get(g));
    }
    assertThat(sum(shortcut.y)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"2, false", "3, false", "4, false", "3, true"})
  void theNumberOfThreadsChangesNoBit(int threads, boolean wordsAlone) {
    SentenceConvolution size = wordsAlone ? WORDS_ALONE : SIZE;
    Run alone = new Run(size, WORDS, 0f);
    KernelThreads.use(threads);
    Run together = new Run(size, WORDS, 0f);

    assertThat(together.y).isEqualTo(alone.y);
    for (int g = 0; g < alone.gradients.size(); g++) {
      assertThat(together.gradients.get(g)).isEqualTo(alone.gradients.get(g));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outputsAreThoseOfTheEquations(boolean wordsAlone) {
    Run run = new Run(wordsAlone ? WORDS_ALONE : SIZE, WORDS, 0f);
    float[] expected = new float[run.y.length];
    for (int b = 0; b < WORDS.length; b++) {
      for (int column = 0; column < SIZE.columns(); column++) {
        int all = SIZE.positions(column);
        reference(run, b, column, wordsAlone ? Math.min(WORDS[b], all) : all, expected);
      }
    }

    assertClose("means", run.y, expected);
  }

  /** With a padding that filters of one width just reach into, every position reads a word. */
  @Test
  void gradientsOfWordsAloneAreThoseOfSentencesWithoutFurtherPadding() {
    int[] words = {4, 4, 4};
    Run alone = new Run(new SentenceConvolution(9, 5, List.of(3), 4, true), words, 0f);
    Run cut = new Run(new SentenceConvolution(6, 5, List.of(3), 4), words, 0f);

    assertThat(alone.y).isEqualTo(cut.y);
    for (int g = 0; g < alone.gradients.size(); g++) {
      assertClose("gradient " + g, alone.gradients.get(g), cut.gradients.get(g));
    }
    assertThat(sum(alone.y)).isPositive();
  }

  /** The neurons of one filter at the first positions of one example, as the equations say. */
  private static void reference(Run run, int b, int column, int positions, float[] means) {
    for (int p = 0; p < positions; p++) {
      double membrane = 0;
      for (int t = 0; t < TIME_STEPS; t++) {
        double current = run.bias[column];
        for (int k = 0; k < SIZE.width(column); k++) {
          for (int d = 0; d < SIZE.dimensions(); d++) {
            int input = ((t * WORDS.length + b) * SIZE.words() + p + k) * SIZE.dimensions() + d;
            int weight = d * SIZE.columnsAt(k) + column - SIZE.firstColumn(k);
            current += (double) run.x[input] * run.weights.get(k)[weight];
          }
        }
        membrane = 0.9 * membrane + current - (membrane > 1 ? 1 : 0);
        int output = (t * WORDS.length + b) * SIZE.columns() + column;
        means[output] += membrane > 1 ? 1f / positions : 0;
      }
    }
  }

  @Test
  void filtersMustFitTheSentence() {
    assertThatThrownBy(() -> new SentenceConvolution(4, 3, List.of(3, 5), 2))
        .hasMessageContaining("5 words does not fit into a sentence of 4");
    assertThatThrownBy(() -> new SentenceConvolution(9, 3, List.of(5, 3), 2))
        .hasMessageContaining("ascending");
  }

  @Test
  void recurrentNeuronsAreRefused() {
    NeuronCell recurrent = NeuronCell.parse("leaky(0.9, recurrence = all-to-all)");

    assertThatThrownBy(() -> new ConvolutionKernel(SIZE, recurrent))
        .hasMessageContaining("no recurrent weights");
  }

  private static double sum(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(k -> values[k]).sum();
  }

  /** A kernel's way forward and back on drawn spikes and weights, the same each time. */
  private static final class Run {
    private final SplittableRandom random = new SplittableRandom(5);
    private final SentenceConvolution size;
    private final int[] words;
    private final float[] x;
    private final List<float[]> weights = new ArrayList<>();
    private final float[] bias;
    private final float[] y;

    /** By the weights at each offset, the bias, beta and the threshold. */
    private final List<float[]> gradients = new ArrayList<>();

    Run(SentenceConvolution size, int[] words, float padding) {
      this.size = size;
      this.words = words;
      y = new float[TIME_STEPS * words.length * size.columns()];
      x = spikes(padding);
      for (int offset = 0; offset < size.widest(); offset++) {
        weights.add(drawn(size.dimensions() * size.columnsAt(offset), -0.3, 0.5));
      }
      bias = drawn(size.columns(), 0, 0.3);
      run();
    }

    private float[] spikes(float padding) {
      float[] spikes = new float[TIME_STEPS * words.length * size.inputs()];
      for (int k = 0; k < spikes.length; k++) {
        int word = k / size.dimensions() % size.words();
        int example = k / size.inputs() % words.length;
        spikes[k] = word < words[example] ? random.nextInt(2) : padding;
      }
      return spikes;
    }

    private float[] drawn(int n, double from, double to) {
      float[] values = new float[n];
      for (int k = 0; k < n; k++) {
        values[k] = (float) random.nextDouble(from, to);
      }
      return values;
    }

    private void run() {
      NeuronCell cell = NeuronCell.parse("leaky(0.9, surrogate = fast-sigmoid(25))");
      ConvolutionKernel kernel = new ConvolutionKernel(size, cell);
      SequenceShape shape = SequenceShape.full(TIME_STEPS, words.length);
      float[] betas = new float[size.columns()];
      Arrays.fill(betas, 0.9f);
      float[] thresholds = new float[size.columns()];
      Arrays.fill(thresholds, 1f);
      ConvolutionKernel.Parameters parameters =
          new ConvolutionKernel.Parameters(
              weights.stream().map(FloatPointer::new).toList(),
              new FloatPointer(bias),
              List.of(betas, thresholds));
      FloatPointer output = new FloatPointer(y);
      kernel.forward(
          shape,
          rows(new FloatPointer(x), x.length, size.inputs()),
          parameters,
          rows(output, y.length, size.columns()));
      output.get(y);

      float[] gradY = drawn(y.length, -1, 1);
      List<FloatPointer> gradWeights =
          weights.stream().map(w -> new FloatPointer((long) w.length)).toList();
      FloatPointer gradBias = new FloatPointer((long) bias.length);
      List<float[]> gradNeuron = List.of(new float[size.columns()], new float[size.columns()]);
      kernel.backward(
          rows(new FloatPointer(gradY), y.length, size.columns()),
          parameters,
          new ConvolutionKernel.Parameters(gradWeights, gradBias, gradNeuron),
          NativeRows.NONE);
      gradWeights.forEach(this::keep);
      keep(gradBias);
      gradients.addAll(gradNeuron);
    }

    private void keep(FloatPointer gradient) {
      float[] values = new float[(int) gradient.capacity()];
      gradient.get(values);
      gradients.add(values);
    }

    private static NativeRows rows(FloatPointer values, long size, int width) {
      return new NativeRows(values, size, width, 0);
    }
  }
}
