package org.spiketrain.model.compress;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.compress.DeltaCode.Range;

/**
 * Makes differences of a network's parameters coarse, and keeps what that leaves out for the next
 * time: error feedback, without which coarse steps do not end where fine ones do (Karimireddy et
 * al. 2019, "Error feedback fixes SignSGD and other gradient compression schemes", algorithm 2).
 *
 * <p>Only weights become coarse. Biases, decays, thresholds, and means and variances of
 * normalisations are few, and some of them must not be moved across zero: they travel as they are.
 *
 * @param length number of parameters
 * @param weights where the weight matrices are, in order
 * @param form what coarse means
 * @param share of the numbers that travel, above 0 and at most 1, for {@link DeltaForm#TOP_K}
 */
public record DeltaCompressor(int length, List<Range> weights, DeltaForm form, double share)
    implements Serializable {

  /** A compressor of a network's parameters, as {@code network.params()} has them. */
  public static DeltaCompressor of(MultiLayerNetwork network, DeltaForm form, double share) {
    long first = network.params().offset();
    List<Range> matrices =
        Arrays.stream(network.getLayers())
            .flatMap(DeltaCompressor::weights)
            .map(weights -> range(weights, first))
            .sorted(Comparator.comparingInt(Range::begin))
            .toList();
    return new DeltaCompressor(Math.toIntExact(network.numParams()), matrices, form, share);
  }

  private static Stream<INDArray> weights(Layer layer) {
    var conf = layer.conf().getLayer();
    return layer.paramTable().entrySet().stream()
        .filter(parameter -> conf.initializer().isWeightParam(conf, parameter.getKey()))
        .map(Map.Entry::getValue);
  }

  private static Range range(INDArray parameter, long first) {
    long begin = parameter.offset() - first;
    return new Range(Math.toIntExact(begin), Math.toIntExact(begin + parameter.length()));
  }

  /**
   * What makes a last difference coarse, behind which none comes that could tell what it leaves
   * out.
   */
  public DeltaCompressor closing() {
    return new DeltaCompressor(length, weights, form.closing(), 1);
  }

  /** What lies between the weights. */
  private List<Range> others() {
    List<Range> others = new ArrayList<>();
    int from = 0;
    for (Range matrix : weights) {
      others.add(new Range(from, matrix.begin()));
      from = matrix.end();
    }
    others.add(new Range(from, length));
    return others;
  }

  /**
   * Makes a difference coarse, together with what earlier ones have left out.
   *
   * @param delta as many numbers as there are parameters; is overwritten
   * @param residual what has been left out so far, in the beginning 0; becomes what is left out now
   */
  public CompressedDelta compress(float[] delta, float[] residual) {
    for (int j = 0; j < length; j++) {
      delta[j] += residual[j];
    }
    CompressedDelta compressed = encoded(delta);
    float[] told = decompress(compressed);
    for (int j = 0; j < length; j++) {
      residual[j] = delta[j] - told[j];
    }
    return compressed;
  }

  private CompressedDelta encoded(float[] delta) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Range range : others()) {
        for (int j = range.begin(); j < range.end(); j++) {
          out.writeFloat(delta[j]);
        }
      }
      form.code(share).encode(delta, weights, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return new CompressedDelta(bytes.toByteArray());
  }

  /** The numbers that a coarse difference means. */
  public float[] decompress(CompressedDelta compressed) {
    float[] delta = new float[length];
    ByteBuffer in = ByteBuffer.wrap(compressed.bytes());
    for (Range range : others()) {
      for (int j = range.begin(); j < range.end(); j++) {
        delta[j] = in.getFloat();
      }
    }
    form.code(share).decode(in, weights, delta);
    return delta;
  }

  /** Size of a coarse difference at most, in bytes. */
  public long mostBytes() {
    long coarse = weights.stream().mapToLong(Range::length).sum();
    return (length - coarse) * Float.BYTES + form.code(share).mostBytes(coarse, weights.size());
  }
}
