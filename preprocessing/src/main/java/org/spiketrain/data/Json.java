package org.spiketrain.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;
import org.spiketrain.model.UserErrorException;

/** Settings as JSON: what models and fingerprints keep of them. */
public final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** Settings as bytes; equal for equal settings. */
  public static byte[] bytes(Object settings) {
    try {
      return MAPPER.writeValueAsBytes(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings are plain records", e);
    }
  }

  /**
   * Settings of {@link #bytes}.
   *
   * @throws UserErrorException if they are damaged
   */
  public static <T> T read(byte[] bytes, Class<T> type) {
    try {
      return MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new UserErrorException(
          "the encoder in the model is damaged (%s): copy the model again from where it was trained"
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /**
   * The fingerprint of frames: equal where they are equal.
   *
   * @param kind name of the kind of data
   * @param input fingerprint of the corpus
   * @param settings all that decides how it becomes frames, but no paths: the same corpus elsewhere
   *     gives the same frames
   */
  public static String fingerprint(String kind, String input, Object... settings) {
    StringBuilder all = new StringBuilder();
    all.append(kind).append(" frames, format ").append(Manifest.FORMAT_VERSION);
    all.append('\n').append(input);
    for (Object one : settings) {
      String text = one instanceof String s ? s : new String(bytes(one), StandardCharsets.UTF_8);
      all.append('\n').append(text);
    }
    return DigestUtils.sha256Hex(all.toString());
  }
}
