package org.spiketrain.config;

import java.util.List;
import java.util.stream.IntStream;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.zoo.NetworkSettings;

/** Reads networks: their layers and losses. */
record NetworkReader(ConfigReader config) {
  private static final String LOSS =
      "a loss, as in ce-mean or mse-count(0.8, 0.2) (spiketrain help network lists all), or"
          + " nothing";
  private static final SentenceSize ANY_SENTENCE = new SentenceSize(65_536, 1, 1);

  /** The network that is trained for the data themselves, whose longest n-grams these are. */
  NetworkSettings network(int ngrams) {
    NetworkSettings network = section("network");
    List<Integer> channels = IntStream.rangeClosed(1, ngrams).boxed().toList();
    NetworkSettings checked =
        config.checked(
            "network.stack",
            () ->
                network.checked(
                    new NetworkInput(ngrams, channels, InputCoding.DENSE, ANY_SENTENCE)));
    if (checked.learnsWords()) {
      throw config.bad(
          "network.stack", "a stack without embedding, which only conversion.stack may begin with");
    }
    return checked;
  }

  /** The ANN that is converted; its stack is blank where there is none. */
  NetworkSettings artificial() {
    NetworkSettings network = section("conversion");
    return network.stack().isBlank()
        ? network
        : config.checked(
            "conversion.stack",
            () -> network.checked(NetworkInput.ofSentences(ANY_SENTENCE.words(), ANY_SENTENCE)));
  }

  private NetworkSettings section(String section) {
    String key = section + ".loss";
    String loss = config.parsed(key, LOSS, text -> text);
    try {
      var unused = loss.isBlank() ? loss : SequenceLoss.parse(loss);
    } catch (UserErrorException e) {
      throw config.bad(key, LOSS + ". " + e.getMessage());
    }
    return new NetworkSettings(config.text(section + ".stack"), loss);
  }
}
