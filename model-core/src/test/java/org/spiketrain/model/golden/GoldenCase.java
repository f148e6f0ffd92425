package org.spiketrain.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Values and gradients that a peer computed, from one of the JSON files in the test resources. */
public final class GoldenCase {
  private final JsonNode root;

  private GoldenCase(JsonNode root) {
    this.root = root;
  }

  /** Reads a case by its name, as in {@code sjab_lstm_1layer}. */
  public static GoldenCase read(String name) {
    try (InputStream in = GoldenCase.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new GoldenCase(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean has(String tensor) {
    return root.path("tensors").has(tensor);
  }

  /** A tensor's values, row-major. */
  public float[] values(String tensor) {
    JsonNode data = node(tensor).get("data");
    if (!data.isArray()) {
      return new float[] {data.floatValue()};
    }
    float[] values = new float[data.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = data.get(k).floatValue();
    }
    return values;
  }

  /** A matrix [rows, columns], transposed to [columns, rows], row-major. */
  public float[] transposed(String tensor) {
    float[] values = values(tensor);
    int rows = size(tensor, 0);
    int columns = size(tensor, 1);
    float[] result = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = values[r * columns + c];
      }
    }
    return result;
  }

  public int size(String tensor, int dimension) {
    return node(tensor).get("shape").get(dimension).intValue();
  }

  public int parameter(String name, int absent) {
    return root.path("params").path(name).asInt(absent);
  }

  public String parameter(String name, String absent) {
    return root.path("params").path(name).asText(absent);
  }

  public double parameter(String name, double absent) {
    return root.path("params").path(name).asDouble(absent);
  }

  public boolean parameter(String name, boolean absent) {
    return root.path("params").path(name).asBoolean(absent);
  }

  private JsonNode node(String tensor) {
    JsonNode node = root.path("tensors").path(tensor);
    if (node.isMissingNode()) {
      throw new IllegalArgumentException("No tensor " + tensor + " in " + root.get("case"));
    }
    return node;
  }
}
