package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.api.SequenceLoss;

class FastDropoutTest {
  private static final int STEPS = 50;
  private static final int BATCH = 7;
  private static final int WIDTH = 90;

  private static INDArray ones() {
    return TimeMajor.view(Nd4j.ones(DataType.FLOAT, STEPS, BATCH, WIDTH), RNNFormat.NCW);
  }

  private static INDArray apply(FastDropout dropout, INDArray input) {
    return dropout.applyDropout(input, null, 0, 0, LayerWorkspaceMgr.noWorkspaces());
  }

  @Test
  void dropsItsShareAndKeepsTheMean() {
    Nd4j.getRandom().setSeed(4);
    INDArray dropped = apply(new FastDropout(0.2), ones());
    double entries = dropped.length();
    assertThat(dropped.eq(0).castTo(DataType.FLOAT).sumNumber().doubleValue() / entries)
        .isCloseTo(0.2, within(0.01));
    assertThat(dropped.meanNumber().doubleValue()).isCloseTo(1, within(0.01));
    assertThat(dropped.maxNumber().floatValue()).isEqualTo(1.25f);
  }

  @Test
  void theGradientPassesWhereTheInputDid() {
    FastDropout dropout = new FastDropout(0.5);
    INDArray dropped = apply(dropout, ones());
    INDArray gradient = ones();
    dropout.backprop(gradient, gradient, 0, 0);
    assertThat(gradient).isEqualTo(dropped);
    INDArray otherwiseLaidOut = ones().dup('c');
    dropout.backprop(otherwiseLaidOut, otherwiseLaidOut, 0, 0);
    assertThat(otherwiseLaidOut).isEqualTo(dropped);
  }

  @Test
  void drawsAnewEachTimeAndTheSameFromTheSameSeed() {
    FastDropout dropout = new FastDropout(0.5);
    Nd4j.getRandom().setSeed(9);
    INDArray first = apply(dropout, ones());
    INDArray second = apply(dropout, ones());
    Nd4j.getRandom().setSeed(9);
    assertThat(apply(dropout, ones())).isEqualTo(first).isNotEqualTo(second);
  }

  @Test
  void refusesToDropEverything() {
    assertThatThrownBy(() -> new FastDropout(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesJson() {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new SequenceLayer.Builder("leaky").nOut(3).dropOut(new FastDropout(0.25)).build())
            .layer(new SpikeLoss.Builder(SequenceLoss.parse("ce-count")).build())
            .setInputType(InputType.recurrent(4))
            .build();
    assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
    assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
  }
}
