package org.spiketrain.data.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.Json;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.Wording;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * A corpus of names.
 *
 * @param letters the encoder's settings with their vocabulary: enough to encode further names
 * @param split the split protocol and its fractions
 * @param seed the seed of the split
 * @param duplicatesRemoved names left out because their class had them already
 * @param namesInSeveralClasses different names that more than one class has
 * @param table the table they come from, if it is one
 */
public record NamesCorpus(
    LetterEncoder.Settings letters,
    SplitSettings split,
    long seed,
    long duplicatesRemoved,
    long namesInSeveralClasses,
    CorpusTable table)
    implements Corpus {
  public NamesCorpus {
    // Frames of earlier versions have none.
    table = table == null ? CorpusTable.NONE : table;
  }

  @Override
  public String kind() {
    return NamesKind.NAME;
  }

  @Override
  public Map<String, Object> keys(Configuration conf, Manifest frames) {
    return new NamesSettings(frames.inputPath(), table, letters, split, seed).keys(conf, this);
  }

  @Override
  public byte[] encoderEntry() {
    return Json.bytes(letters);
  }

  @Override
  public Optional<String> misfit(
      TrainedModel model, Configuration conf, Manifest frames, Path folder) {
    LetterEncoder.Settings known =
        model
            .encoder()
            .map(entry -> Json.read(entry, LetterEncoder.Settings.class))
            .orElse(model.provenance().input());
    return letters.equals(known)
        ? Optional.empty()
        : Optional.of("other letters, markers or n-grams than those");
  }

  @Override
  public List<String> notes(Manifest frames) {
    List<String> notes = new ArrayList<>();
    notes.add(
        split.protocol() == SplitProtocol.COLUMN
            ? "Split: by the table's column %s.".formatted(table.split())
            : "Split: %s, seed %d.".formatted(split.protocol().label(), seed));
    notes.addAll(frames.rejectNotes());
    notes.addAll(frames.weightNotes());
    if (duplicatesRemoved > 0) {
      notes.add(
          Wording.counted(duplicatesRemoved, "name")
              + " left out that their language had already.");
    }
    if (namesInSeveralClasses > 0) {
      notes.add(
          Wording.counted(namesInSeveralClasses, "name")
              + " in more than one language: no classifier gets all of them right.");
    }
    return notes;
  }

  @Override
  public List<String> summary(Manifest frames) {
    List<String> lines = new ArrayList<>();
    if (table.isNamed()) {
      lines.add(frames.labels());
    }
    if (duplicatesRemoved > 0) {
      lines.add(
          "left out: "
              + Wording.counted(duplicatesRemoved, "name")
              + " that their language had already");
    }
    if (namesInSeveralClasses > 0) {
      lines.add(
          "in several languages: "
              + Wording.counted(namesInSeveralClasses, "name")
              + "; no classifier gets all of them right");
    }
    return lines;
  }

  @Override
  public List<Integer> ngramChannels() {
    LetterEncoder encoder = new LetterEncoder(letters);
    return IntStream.rangeClosed(1, letters.ngrams()).mapToObj(encoder::channelsUpTo).toList();
  }

  @Override
  public String channelName(int channel) {
    return new LetterEncoder(letters).shown(channel);
  }
}
