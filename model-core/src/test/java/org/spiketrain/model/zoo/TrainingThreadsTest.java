package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.layer.TimeMajor;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.updater.PlainUpdater;

/**
 * Whole training steps, from the minibatch to the updater, in sizes that threads share: one thread
 * and several end at the same parameters, bit for bit.
 */
class TrainingThreadsTest {
  private static final int CLASSES = 4;
  private static final int CHANNELS = 50;
  private static final int BATCH = 64;
  private static final int STEPS = 2;

  @AfterEach
  void backToOneThread() {
    KernelThreads.use(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiking-lstm(256) | readout(last, loss = softmax-mse)",
        "spiking-lstm(100, cell-state = clipped, bidirectional = true, members = 2)"
            + " | readout(mean, loss = cross-entropy(0.1), dropout = 0.3)",
        "spiking-gru(250) | readout(max)"
      })
  void networksThatReadEvents(String stack) {
    assertThreadsChangeNothing(
        new NetworkSettings(stack, ""),
        NetworkInput.of(CHANNELS, InputCoding.EVENTS),
        frames(1.0 / CHANNELS, InputCoding.EVENTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm(200) | dropout(0.2) | leaky(130, recurrence = all-to-all) | leaky(4)",
        "gru(256) | adaptive-leaky(300) | leaky(8)",
        "adaptive-threshold(300, recurrent = true, threshold = 0.1) | leaky(8)",
        "leaky(300, least-rate = 0.2, most-rate = 0.25) | leaky(8, most-rate = 0.1)",
        "leaky(600, batch-norm = 2, recurrence = all-to-all) | leaky(4, batch-norm = 1)",
        "lstm(90, bidirectional = true) | leaky(256, bidirectional = true, batch-norm = 2,"
            + " recurrence = all-to-all) | leaky(4)"
      })
  void networksThatReadCounts(String stack) {
    assertThreadsChangeNothing(
        new NetworkSettings(stack, "ce-rate"),
        NetworkInput.of(CHANNELS, InputCoding.DENSE),
        frames(0.4, InputCoding.DENSE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pooled(each)", "pooled(shared)"})
  void networksForSentences(String pooled) {
    int words = 12;
    int dimensions = 30;
    String stack = "convolution(20, widths = 3 4 5) | " + pooled + " | leaky(8)";
    assertThreadsChangeNothing(
        new NetworkSettings(stack, "ce-rate"),
        NetworkInput.ofSentences(words * dimensions, new SentenceSize(words, 0, dimensions)),
        sentences(words, dimensions));
  }

  private static void assertThreadsChangeNothing(
      NetworkSettings settings, NetworkInput input, DataSet minibatch) {
    float[] alone = trained(settings, input, minibatch, 1);
    for (int threads = 2; threads <= 4; threads++) {
      assertThat(trained(settings, input, minibatch, threads))
          .as("%d threads", threads)
          .isEqualTo(alone);
    }
  }

  /** Parameters, and the updater's state, in which small differences show before they add up. */
  private static float[] trained(
      NetworkSettings settings, NetworkInput input, DataSet minibatch, int threads) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                input, CLASSES, new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0), 1));
    network.init();
    network.setUpdater(new PlainUpdater(network));
    Nd4j.getRandom().setSeed(5);
    KernelThreads.use(threads);
    for (int step = 0; step < STEPS; step++) {
      network.fit(minibatch);
    }
    return NativeFloats.copy(network.params(), network.getUpdater().getStateViewArray());
  }

  private static DataSet frames(double density, InputCoding coding) {
    Random random = new Random(9);
    List<Example> examples = new ArrayList<>();
    for (int e = 0; e < BATCH; e++) {
      int[] rowStart = new int[4 + random.nextInt(5)];
      List<Integer> channels = new ArrayList<>();
      for (int t = 1; t < rowStart.length; t++) {
        IntStream.range(0, CHANNELS)
            .filter(c -> random.nextDouble() < density)
            .forEach(channels::add);
        rowStart[t] = channels.size();
      }
      int[] all = channels.stream().mapToInt(Integer::intValue).toArray();
      SpikeFrames frames = SpikeFrames.binary(CHANNELS, rowStart, all);
      examples.add(new Example(e, e % CLASSES, "example " + e, frames));
    }
    FrameShard shard = FrameShard.of(CHANNELS, examples.iterator());
    return new Minibatch(shard, CLASSES, coding, Augmentation.NONE)
        .of(IntStream.range(0, BATCH).toArray(), new SplittableRandom(1));
  }

  private static DataSet sentences(int words, int dimensions) {
    int steps = 10;
    int batch = 24;
    Random random = new Random(9);
    INDArray spikes = Nd4j.zeros(DataType.FLOAT, steps, batch, words * dimensions);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
    for (int b = 0; b < batch; b++) {
      int filled = (3 + random.nextInt(words - 2)) * dimensions;
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < filled; j++) {
          spikes.putScalar(t, b, j, random.nextInt(2));
        }
      }
      labels.putScalar(b, b % CLASSES, 1f);
    }
    return new DataSet(TimeMajor.view(spikes, RNNFormat.NCW), labels);
  }
}
