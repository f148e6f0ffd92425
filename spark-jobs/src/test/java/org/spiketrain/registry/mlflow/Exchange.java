package org.spiketrain.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A question to a server of MLflow, and its answer.
 *
 * @param request JSON, or the text of a file
 * @param response likewise
 */
record Exchange(String method, String path, JsonNode request, int status, JsonNode response) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is no JSON object stands as the text that it is. */
  static JsonNode body(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      JsonNode tree = JSON.readTree(text);
      return tree.isObject() ? tree : JSON.getNodeFactory().textNode(text);
    } catch (IOException e) {
      return JSON.getNodeFactory().textNode(text);
    }
  }

  byte[] answer() {
    return (response.isTextual() ? response.asText() : response.toString())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What was asked, without the answer. */
  String question() {
    return "%s %s %s".formatted(method, path, request);
  }
}
