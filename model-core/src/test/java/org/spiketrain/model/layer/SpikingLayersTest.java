package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.loss.Softmax;
import org.spiketrain.model.metrics.MeanLoss;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.updater.LearningRateSchedule;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

class SpikingLayersTest {
  private static final List<String> POOLINGS = List.of("last", "mean", "sum", "max");
  private static final int CHANNELS = 11;
  private static final int CLASSES = 3;

  private static final FrameShard SHARD = shard(40);

  private static FrameShard shard(int examples) {
    SplittableRandom random = new SplittableRandom(5);
    List<Example> all = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      int steps = 1 + random.nextInt(9);
      int[] rowStart = new int[steps + 1];
      List<Integer> channels = new ArrayList<>();
      for (int t = 0; t < steps; t++) {
        for (int c = 0; c < CHANNELS; c++) {
          if (random.nextInt(5) == 0) {
            channels.add(c);
          }
        }
        rowStart[t + 1] = channels.size();
      }
      int[] channel = channels.stream().mapToInt(Integer::intValue).toArray();
      SpikeFrames frames = SpikeFrames.binary(CHANNELS, rowStart, channel);
      all.add(new Example(i, random.nextInt(CLASSES), "", frames));
    }
    return FrameShard.of(CHANNELS, all.iterator());
  }

  private static NetworkSettings settings(String cell, String pooling) {
    return settings(cell, pooling, "cross-entropy(0.1)");
  }

  /** Two layers, of which the first reads only the channels of single letters. */
  private static NetworkSettings settings(String cell, String pooling, String loss) {
    String shared =
        "bidirectional = true, members = 2, integrators = 4, integrator-beta = 0.6, surrogate ="
            + " erf(2)"
            + (cell.equals("spiking-rnn") ? "" : ", candidate = atan(2)")
            + (cell.equals("spiking-lstm") ? ", cell-state = clipped" : "");
    return new NetworkSettings(
        """
        %1$s(6, spiking-ngrams = 1, %2$s)
        %1$s(6, %2$s)
        readout(%3$s)
        """
            .formatted(cell, shared, pooling),
        loss);
  }

  private static MultiLayerNetwork network(NetworkSettings settings, InputCoding coding) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                new NetworkInput(CHANNELS, List.of(7, CHANNELS), coding, SentenceSize.NONE),
                CLASSES,
                new NetworkSettings.Optimisation(new FusedAdam(0.01), 0.01, 1),
                9));
    network.init();
    return network;
  }

  private static DataSet minibatch(InputCoding coding, int... examples) {
    return new Minibatch(SHARD, CLASSES, coding, Augmentation.NONE)
        .of(examples, new SplittableRandom(1));
  }

  private static int[] all() {
    int[] examples = new int[SHARD.size()];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = i;
    }
    return examples;
  }

  @ParameterizedTest
  @ValueSource(strings = {"spiking-lstm", "spiking-gru", "spiking-rnn"})
  void inferenceEqualsTheTrainingNetworkWhateverTheBatch(String cell) {
    for (String pooling : POOLINGS) {
      MultiLayerNetwork network = network(settings(cell, pooling), InputCoding.EVENTS);
      SpikingClassifier classifier = new SpikingClassifier(network);
      for (int i = 0; i < SHARD.size(); i++) {
        DataSet one = minibatch(InputCoding.EVENTS, i);
        float[] expected = network.output(one.getFeatures()).data().asFloat();
        assertThat(classifier.probabilitiesOf(SHARD.frames(i)))
            .as("%s %s %d", cell, pooling, i)
            .containsExactly(expected, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-entropy", "cross-entropy(0.1)", "softmax-mse"})
  void theLossOfInferenceIsTheNetworksScore(String loss) {
    for (String pooling : POOLINGS) {
      MultiLayerNetwork network =
          network(settings("spiking-gru", pooling, loss), InputCoding.EVENTS);
      SpikingClassifier classifier = new SpikingClassifier(network);
      MeanLoss mean = new MeanLoss();
      for (int i = 0; i < SHARD.size(); i++) {
        PredictionWithLoss judgement = classifier.judge(SHARD.frames(i), SHARD.label(i));
        mean.add(judgement.loss());

        assertThat(judgement.loss())
            .as("%s %d", pooling, i)
            .isCloseTo(score(network, i), within(1e-5));
        assertThat(judgement.probabilities())
            .isEqualTo(classifier.probabilitiesOf(SHARD.frames(i)));
      }
      assertThat(mean.value()).isCloseTo(score(network, all()), within(1e-5));
    }
  }

  /** Mean score of some examples in inference, without what weight decay adds. */
  private static double score(MultiLayerNetwork network, int... examples) {
    DataSet batch = minibatch(InputCoding.EVENTS, examples);
    return network.scoreExamples(batch, false).meanNumber().doubleValue();
  }

  @Test
  void paddingChangesNothing() {
    MultiLayerNetwork network = network(settings("spiking-lstm", "mean"), InputCoding.EVENTS);
    SpikingClassifier classifier = new SpikingClassifier(network);
    DataSet batch = minibatch(InputCoding.EVENTS, all());
    INDArray output =
        network.output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null);
    List<Integer> order = new ArrayList<>();
    for (int i : all()) {
      order.add(i);
    }
    order.sort((a, b) -> Integer.compare(SHARD.timeSteps(b), SHARD.timeSteps(a)));
    for (int row = 0; row < order.size(); row++) {
      float[] expected = classifier.probabilitiesOf(SHARD.frames(order.get(row)));
      assertThat(output.getRow(row).dup().data().asFloat())
          .containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void eventsAndDenseInputTrainAlike() {
    NetworkSettings settings = settings("spiking-lstm", "last");
    MultiLayerNetwork events = network(settings, InputCoding.EVENTS);
    MultiLayerNetwork dense = network(settings, InputCoding.DENSE);
    for (int k = 0; k < 3; k++) {
      events.fit(minibatch(InputCoding.EVENTS, all()));
      dense.fit(minibatch(InputCoding.DENSE, all()));
    }
    assertThat(events.params().data().asFloat())
        .containsExactly(dense.params().data().asFloat(), within(1e-5f));
  }

  @Test
  void normalisationReadsEventsAsDenseInput() {
    NetworkSettings settings =
        new NetworkSettings(
            """
            spiking-lstm(6, batch-norm = 1, bidirectional = true)
            leaky(3, batch-norm = 1, output = membrane)
            """,
            "ce-mean");
    MultiLayerNetwork events = network(settings, InputCoding.EVENTS);
    MultiLayerNetwork dense = network(settings, InputCoding.DENSE);
    for (int k = 0; k < 3; k++) {
      events.fit(minibatch(InputCoding.EVENTS, all()));
      dense.fit(minibatch(InputCoding.DENSE, all()));
    }
    assertThat(events.params().data().asFloat())
        .containsExactly(dense.params().data().asFloat(), within(1e-5f));
    SpikingClassifier classifier = new SpikingClassifier(events);
    for (int i = 0; i < SHARD.size(); i++) {
      float[] scores =
          events.output(minibatch(InputCoding.EVENTS, i).getFeatures()).data().asFloat();
      Softmax.of(scores);
      assertThat(classifier.probabilitiesOf(SHARD.frames(i)))
          .containsExactly(scores, within(1e-5f));
    }
  }

  @Test
  void membersLearnAsIfAlone() {
    String cell = "spiking-lstm";
    MultiLayerNetwork pair = oneLayer(cell, 2);
    MultiLayerNetwork first = oneLayer(cell, 1);
    for (String name : List.of("W", "RW", "b", "rb", "WR", "RWR", "bR", "rbR")) {
      first.getParam("0_" + name).assign(pair.getParam("0_" + name));
    }
    INDArray shared = pair.getParam("1_W");
    long half = shared.size(0) / 2;
    first.getParam("1_W").assign(rows(shared, 0, half));
    first.getParam("1_b").assign(pair.getParam("1_b").getRow(0, true));

    pair.fit(minibatch(InputCoding.EVENTS, all()));
    first.fit(minibatch(InputCoding.EVENTS, all()));

    assertClose(pair.getParam("0_W"), first.getParam("0_W"));
    assertClose(pair.getParam("0_RWR"), first.getParam("0_RWR"));
    assertClose(rows(pair.getParam("1_W"), 0, half), first.getParam("1_W"));
  }

  private static INDArray rows(INDArray matrix, long from, long to) {
    return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.dup('c').data().asFloat())
        .containsExactly(expected.dup('c').data().asFloat(), within(1e-6f));
  }

  private static MultiLayerNetwork oneLayer(String cell, int members) {
    NetworkSettings settings =
        new NetworkSettings(
            "%s(6, bidirectional = true, members = %d) | readout(mean)".formatted(cell, members),
            "cross-entropy");
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.of(CHANNELS, InputCoding.EVENTS),
                CLASSES,
                new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                4));
    network.init();
    return network;
  }

  @Test
  void configurationsSurviveJsonAndYaml() {
    FusedAdam scheduled = new FusedAdam(0.1).lazily();
    scheduled.setLrAndSchedule(
        0.1, new LearningRateSchedule(0.1, LearningRateSchedule.Decay.COSINE, 5, 50, 1, 1, 1));
    MultiLayerConfiguration configuration =
        settings("spiking-gru", "max")
            .configuration(
                new NetworkInput(
                    CHANNELS, List.of(7, CHANNELS), InputCoding.EVENTS, SentenceSize.NONE),
                CLASSES,
                new NetworkSettings.Optimisation(scheduled, 0, 0),
                1);
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
  }

  @Test
  void aNetworkSurvivesTheModelSerializerAndTrainsOnAlike() throws IOException {
    NetworkSettings settings = settings("spiking-lstm", "mean");
    MultiLayerNetwork network = network(settings, InputCoding.EVENTS);
    network.fit(minibatch(InputCoding.EVENTS, all()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    MultiLayerNetwork restored =
        ModelSerializer.restoreMultiLayerNetwork(
            new ByteArrayInputStream(bytes.toByteArray()), true);
    network.fit(minibatch(InputCoding.EVENTS, 1, 2, 3));
    restored.fit(minibatch(InputCoding.EVENTS, 1, 2, 3));
    assertThat(restored.params()).isEqualTo(network.params());
  }

  @Test
  void aComputationGraphTrainsLikeTheMultiLayerNetwork() {
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new FusedAdam(0.01))
            .graphBuilder()
            .addInputs("spikes")
            .setInputTypes(InputType.recurrent(CHANNELS))
            .addLayer(
                "lstm",
                new SequenceLayer.Builder("spiking-lstm").nOut(5).bidirectional().build(),
                "spikes")
            .addLayer("readout", readout(), "lstm")
            .setOutputs("readout")
            .build();
    ComputationGraph asGraph = new ComputationGraph(graph);
    asGraph.init();
    MultiLayerNetwork asList =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new FusedAdam(0.01))
                .list()
                .layer(new SequenceLayer.Builder("spiking-lstm").nOut(5).bidirectional().build())
                .layer(readout())
                .setInputType(InputType.recurrent(CHANNELS))
                .build());
    asList.init();
    asGraph.setParams(asList.params());
    DataSet batch = minibatch(InputCoding.DENSE, all());
    asGraph.fit(batch);
    asList.fit(batch);
    assertThat(asGraph.params().data().asFloat())
        .containsExactly(asList.params().data().asFloat(), within(1e-6f));
  }

  private static SpikeReadout readout() {
    return new SpikeReadout.Builder(SequenceLoss.parse("cross-entropy")).nOut(CLASSES).build();
  }

  @Test
  void bothDataFormatsGiveTheSame() {
    INDArray x = Nd4j.rand(DataType.FLOAT, 4, CHANNELS, 6);
    MultiLayerNetwork channelsFirst = recurrentOnly(RNNFormat.NCW);
    MultiLayerNetwork channelsLast = recurrentOnly(RNNFormat.NWC);
    channelsLast.setParams(channelsFirst.params());
    INDArray first = channelsFirst.output(x);
    INDArray last = channelsLast.output(x.permute(0, 2, 1).dup());
    assertThat(last.dup('c').data().asFloat())
        .containsExactly(first.dup('c').data().asFloat(), within(1e-6f));
  }

  private static MultiLayerNetwork recurrentOnly(RNNFormat format) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new SequenceLayer.Builder("spiking-lstm").nOut(5).dataFormat(format).build())
                .layer(
                    new SpikeReadout.Builder(SequenceLoss.parse("cross-entropy"))
                        .pooling(Pooling.SUM)
                        .dataFormat(format)
                        .nOut(CLASSES)
                        .build())
                .setInputType(InputType.recurrent(CHANNELS, 6, format))
                .build());
    network.init();
    return network;
  }

  @Test
  void stepByStepEqualsTheWholeSequence() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(
                    new SequenceLayer.Builder("spiking-gru(sigmoid(4), sigmoid(4))")
                        .nOut(5)
                        .build())
                .layer(readout())
                .setInputType(InputType.recurrent(CHANNELS))
                .build());
    network.init();
    INDArray x = Nd4j.rand(DataType.FLOAT, 2, CHANNELS, 4);
    INDArray whole = network.output(x);
    INDArray last = whole;
    for (int t = 0; t < 4; t++) {
      last = network.rnnTimeStep(x.tensorAlongDimension(t, 0, 1).dup().reshape(2, CHANNELS, 1));
    }
    assertThat(last.data().asFloat()).containsExactly(whole.data().asFloat(), within(1e-6f));
  }

  @Test
  void refusesAnotherDataType() {
    assertThatThrownBy(
            () ->
                new MultiLayerNetwork(
                        new NeuralNetConfiguration.Builder()
                            .dataType(DataType.DOUBLE)
                            .list()
                            .layer(new SequenceLayer.Builder("spiking-rnn").nOut(5).build())
                            .layer(readout())
                            .setInputType(InputType.recurrent(CHANNELS))
                            .build())
                    .init())
        .hasMessageContaining("FLOAT");
  }
}
