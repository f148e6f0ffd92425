package org.spiketrain.benchmarks.compare;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.layer.TimeMajor;
import org.spiketrain.model.updater.FusedAdam;

/**
 * Trains one layer alone. Its loss is the sum of its outputs, each weighted by a fixed random
 * number: what an output layer costs is not measured.
 */
final class LayerTraining implements Step {
  private static final double LEARNING_RATE = 1e-4;
  private static final long SEED = 1;

  private final MultiLayerNetwork network;
  private final List<INDArray> inputs;
  private final INDArray gradOutput;

  /**
   * @param layer what to train; its outputs are {@code work.hidden()}
   * @param updater Adam
   * @param inputs the minibatches [batch, inputs, time], laid out as the layer likes them
   * @param gradOutput numbers that weight the outputs, [batch, hidden, time], laid out likewise
   */
  private LayerTraining(
      Work work, Layer layer, IUpdater updater, List<INDArray> inputs, INDArray gradOutput) {
    KernelThreads.use(work.threads());
    network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(updater)
                .miniBatch(false)
                .list()
                .layer(layer)
                .setInputType(InputType.recurrent(work.inputs(), work.timeSteps()))
                .build());
    network.init();
    this.inputs = inputs;
    this.gradOutput = gradOutput;
  }

  /** One of our layers; sequences are time-major. */
  static LayerTraining ours(Work work, Layer layer) {
    List<INDArray> inputs = SpikeCounts.read(work).stream().map(DataSet::getFeatures).toList();
    INDArray timeMajor = randomWeights(work, work.timeSteps(), work.batch(), work.hidden());
    INDArray gradOutput = TimeMajor.view(timeMajor, RNNFormat.NCW);
    return new LayerTraining(work, layer, new FusedAdam(LEARNING_RATE), inputs, gradOutput);
  }

  /** Small, as the gradient of a mean is: a sum's own would only make the cells saturate. */
  private static INDArray randomWeights(Work work, long... shape) {
    return Nd4j.randn(DataType.FLOAT, shape).muli(1f / work.batch());
  }

  /** DL4J's own LSTM layer; it is quickest with its sequences in Fortran's order. */
  static LayerTraining dl4jLstm(Work work) {
    Layer lstm = new LSTM.Builder().nOut(work.hidden()).activation(Activation.TANH).build();
    List<INDArray> inputs =
        SpikeCounts.read(work).stream().map(minibatch -> minibatch.getFeatures().dup('f')).toList();
    INDArray gradOutput =
        randomWeights(work, work.batch(), work.hidden(), work.timeSteps()).dup('f');
    return new LayerTraining(work, lstm, new Adam(LEARNING_RATE), inputs, gradOutput);
  }

  @Override
  public int run(int count) {
    INDArray input = inputs.get(count % inputs.size());
    network.setInput(input);
    network.feedForward(true, false);
    Gradient gradient = network.backpropGradient(gradOutput, null).getFirst();
    int batch = (int) input.size(0);
    network
        .getUpdater()
        .update(network, gradient, count, 0, batch, LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(gradient.gradient());
    return batch;
  }
}
