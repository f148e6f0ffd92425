package org.spiketrain.model.zoo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;

/**
 * Parts of a model of sentences besides its network.
 *
 * @param vocabulary its words by number; the first, the unknown one, is empty
 * @param input how their numbers become the input of a network that reads sentences whole
 * @param wordByWord whether the network reads their words one by one instead, a time step each,
 *     with the n-grams that end there
 */
public record Sentences(List<String> vocabulary, SentenceInput input, boolean wordByWord) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Sentences {
    vocabulary = List.copyOf(vocabulary);
    input.rates().checkWords(vocabulary);
  }

  /** Parts of a model of sentences whose network reads them whole. */
  public Sentences(List<String> vocabulary, SentenceInput input) {
    this(vocabulary, input, false);
  }

  /** The input of a network that reads sentences whole; empty where it reads word by word. */
  public Optional<SentenceInput> whole() {
    return wordByWord ? Optional.empty() : Optional.of(input);
  }

  /**
   * The same with rates that say nothing, which take next to no room: a network that reads word by
   * word knows the words by their channels.
   */
  Sentences withoutRates() {
    RateTable nothing = new RateTable(1, new float[vocabulary.size()]);
    return new Sentences(
        vocabulary,
        new SentenceInput(nothing, input.words(), input.coding(), input.timeSteps()),
        wordByWord);
  }

  /** All but the rates, as they lie in a model file; {@code coding} is a {@link SpikeEncoder}. */
  record Entry(
      int words,
      String coding,
      int timeSteps,
      List<String> vocabulary,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean wordByWord) {}

  byte[] settings() throws IOException {
    return JSON.writeValueAsBytes(
        new Entry(input.words(), input.coding().spec(), input.timeSteps(), vocabulary, wordByWord));
  }

  byte[] rates() throws IOException {
    RateTable table = input.rates();
    INDArray rates =
        Nd4j.createFromArray(table.rates()).reshape('c', table.words(), table.dimensions());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(rates, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static Sentences read(byte[] settings, byte[] rates) throws IOException {
    Entry entry = JSON.readValue(settings, Entry.class);
    INDArray table = StoredFloats.read(rates, "rates.bin");
    return new Sentences(
        entry.vocabulary(),
        new SentenceInput(
            new RateTable((int) table.size(1), NativeFloats.copy(table)),
            entry.words(),
            SpikeEncoder.parse(entry.coding()),
            entry.timeSteps()),
        entry.wordByWord());
  }
}
