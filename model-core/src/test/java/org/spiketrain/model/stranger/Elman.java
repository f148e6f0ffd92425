package org.spiketrain.model.stranger;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.layer.NetworkLayer;

/** DL4J's simple recurrent layer, {@code h_t = tanh(W x_t + RW h_{t-1} + b)}, with inference. */
public final class Elman extends SimpleRnn implements NetworkLayer {
  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public Elman() {
    super(new SimpleRnn.Builder());
  }

  Elman(int neurons) {
    super(new SimpleRnn.Builder().nOut(neurons));
  }

  @Override
  public int inputWidth() {
    return (int) getNIn();
  }

  @Override
  public int outputWidth() {
    return (int) getNOut();
  }

  @Override
  public String label() {
    return "elman(%d)".formatted(getNOut());
  }

  @Override
  public List<Integer> spikeColumns() {
    return List.of();
  }

  @Override
  public long trainingFloats() {
    return 2 * getNOut();
  }

  @Override
  public InferenceStage inference(Map<String, INDArray> parameters) {
    float[][] input = parameters.get("W").toFloatMatrix();
    float[][] recurrent = parameters.get("RW").toFloatMatrix();
    float[] bias = parameters.get("b").toFloatVector();
    return window -> {
      float[][] x = window.dense();
      float[][] h = new float[x.length][bias.length];
      for (int t = 0; t < x.length; t++) {
        for (int j = 0; j < bias.length; j++) {
          double sum = bias[j];
          for (int i = 0; i < input.length; i++) {
            sum += x[t][i] * input[i][j];
          }
          for (int i = 0; i < bias.length && t > 0; i++) {
            sum += h[t - 1][i] * recurrent[i][j];
          }
          h[t][j] = (float) Math.tanh(sum);
        }
      }
      return h;
    };
  }
}
