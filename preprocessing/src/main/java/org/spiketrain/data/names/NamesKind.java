package org.spiketrain.data.names;

import java.util.List;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.ExampleEncoder;
import org.spiketrain.data.Json;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.SharedSettings;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.encode.Folding;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.encode.LetterEncoder.Boundaries;
import org.spiketrain.model.zoo.TrainedModel;

/** Names in text files, a file a language, or in a table. */
public final class NamesKind implements DataKind {
  static final String NAME = "names";
  static final String SECTION = "data.names.";

  private static final CorpusTerms TERMS = new CorpusTerms("name", "language", "line", "row");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CorpusTerms terms() {
    return TERMS;
  }

  @Override
  public CorpusSettings settings(KeyReader keys, SharedSettings shared) {
    LetterEncoder.Settings letters =
        new LetterEncoder.Settings(
            keys.text(SECTION + "letters"),
            Folding.of(keys.flag(SECTION + "fold-case"), keys.flag(SECTION + "fold-letters")),
            keys.flag(SECTION + "keep-spaces"),
            keys.choice(SECTION + "boundaries", Boundaries.class),
            keys.integer(SECTION + "masked-prefix", Range.from(0)),
            keys.integer(SECTION + "ngrams", Range.between(1, LetterEncoder.LONGEST_NGRAM)),
            keys.integer(SECTION + "ngram-minimum-count", Range.from(1)),
            List.of());
    return new NamesSettings(
        shared.path(),
        shared.table(),
        keys.checked(SECTION + "letters", () -> new LetterEncoder(letters)).settings(),
        shared.split(),
        shared.seed());
  }

  @Override
  public Class<? extends Corpus> corpus() {
    return NamesCorpus.class;
  }

  @Override
  public ExampleEncoder encoder(byte[] entry, TrainedModel model) {
    return new NamesEncoder(new LetterEncoder(Json.read(entry, LetterEncoder.Settings.class)));
  }

  @Override
  public ExampleEncoder formerEncoder(TrainedModel model, KeyReader keys) {
    return new NamesEncoder(new LetterEncoder(model.provenance().input()));
  }

  @Override
  public boolean isSpelled() {
    return true;
  }
}
