package org.spiketrain.data;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.model.UserErrorException;

/**
 * Frames that those of further data are made to fit: their classes, encoder and vocabulary.
 *
 * @param folder where they lie
 * @param corpus the manifest's corpus
 */
public record BaseFrames<C extends Corpus>(Path folder, Manifest manifest, C corpus) {
  /**
   * Reads the manifest.
   *
   * @param wanted keys of the further data, which must be the base's but for where the data lie
   * @param output where the further frames are to be written
   * @throws UserErrorException if the folder has no frames, they were made otherwise, or the output
   *     would replace them
   */
  public static <C extends Corpus> BaseFrames<C> read(
      Configuration conf, Path folder, Map<String, Object> wanted, Class<C> type, String output) {
    OutputGuard.check(conf, folder.toString(), output);
    Manifest manifest = FrameParquet.readManifest(conf, folder);
    C corpus = manifest.corpus(type);
    List<String> differences =
        FrameKeys.differences(
            corpus.keys(conf, manifest), wanted, key -> !corpus.isOfThePlace(key));
    if (!differences.isEmpty()) {
      throw new UserErrorException(
          "Nothing can be appended to the frames in %s with this configuration, since they were made with %s: use theirs, or build all frames anew"
              .formatted(folder, String.join(", ", differences)));
    }
    return new BaseFrames<>(folder, manifest, corpus);
  }

  /** Names of the classes in the order of the labels. */
  public List<String> classes() {
    return manifest.classes();
  }

  /**
   * Fingerprint of further data together with these frames, in place of that of the data alone.
   *
   * @param input fingerprint of the further data
   */
  public String fingerprintWith(String input) {
    return manifest.framesFingerprint() + "\n" + input;
  }

  /** The refusal of data of which nothing can be appended. */
  public UserErrorException nothingToAppend(String input) {
    return new UserErrorException(
        "Nothing of %s can be appended to the frames in %s: it has no usable %s of their classes (%s)"
            .formatted(
                input,
                folder,
                corpus.terms().example(),
                Wording.shortened(String.join(", ", classes()))));
  }
}
