package org.spiketrain.data.audio;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;

/**
 * Index of sound files and the recordings made of them: {@code recordings.csv} beside the HDF5
 * files, with the columns sound, word, speaker, split, file and recording of {@link EncodedSound}.
 *
 * @param sounds in the order of the files and of the recordings in them
 */
record SoundIndex(List<EncodedSound> sounds) {
  private static final String FILE = "recordings.csv";

  /** Writes it into a folder, which must not have one. */
  void write(Configuration conf, Path folder) {
    byte[] bytes = csv().getBytes(StandardCharsets.UTF_8);
    AtomicOutput.writeFile(conf, new Path(folder, FILE), bytes, OutputMode.REFUSE_EXISTING);
  }

  private String csv() {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    StringWriter text = new StringWriter();
    CsvWriter csv = new CsvWriter(text, settings);
    csv.writeHeaders("sound", "word", "speaker", "split", "file", "recording");
    for (EncodedSound sound : sounds) {
      csv.writeRow(
          sound.sound(),
          sound.word(),
          sound.speaker(),
          sound.split().label(),
          sound.file(),
          sound.recording());
    }
    csv.close();
    return text.toString();
  }
}
