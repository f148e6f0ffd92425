package org.spiketrain.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What begins like a model, and drafts of versions of it. */
final class RegistryFiles {
  private RegistryFiles() {}

  /** A file that begins as models do, with something of its own in it. */
  static org.apache.hadoop.fs.Path model(Path folder, String contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("spiketrain.json"));
      zip.write(contents.getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("model-" + contents + ".zip"), bytes.toByteArray());
    return new org.apache.hadoop.fs.Path(file.toString());
  }

  static VersionDraft draft(Path folder, String key) throws IOException {
    return new VersionDraft(
        key, model(folder, key), Map.of(), Map.of(), Map.of(), Map.of("accuracy", 0.5));
  }
}
