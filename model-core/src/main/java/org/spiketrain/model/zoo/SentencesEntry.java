package org.spiketrain.model.zoo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;

/**
 * {@link Sentences} as they lie in a model file, besides the rates.
 *
 * @param words words of a sentence, padding included
 * @param coding as {@link SpikeEncoder#parse} reads it
 * @param timeSteps time steps
 * @param vocabulary the words by number
 */
record SentencesEntry(int words, String coding, int timeSteps, List<String> vocabulary) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static byte[] settings(Sentences sentences) throws IOException {
    SentenceInput input = sentences.input();
    return JSON.writeValueAsBytes(
        new SentencesEntry(
            input.words(), input.coding().spec(), input.timeSteps(), sentences.vocabulary()));
  }

  static byte[] rates(Sentences sentences) throws IOException {
    RateTable table = sentences.input().rates();
    INDArray rates =
        Nd4j.createFromArray(table.rates()).reshape('c', table.words(), table.dimensions());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(rates, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static Sentences read(byte[] settings, byte[] rates) throws IOException {
    SentencesEntry entry = JSON.readValue(settings, SentencesEntry.class);
    INDArray table = StoredFloats.read(rates, "rates.bin");
    return new Sentences(
        entry.vocabulary(),
        new SentenceInput(
            new RateTable((int) table.size(1), NativeFloats.copy(table)),
            entry.words(),
            SpikeEncoder.parse(entry.coding()),
            entry.timeSteps()));
  }
}
