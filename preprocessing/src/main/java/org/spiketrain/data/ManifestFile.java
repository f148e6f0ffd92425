package org.spiketrain.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;

/** Reads and writes {@code _manifest.json}. */
final class ManifestFile {
  static final String NAME = "_manifest.json";

  private static final String REMEDY = "run preprocess again";

  private static final ObjectMapper JSON =
      Json.MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT);

  private ManifestFile() {}

  private static ObjectMapper mapper(DataKind kind) {
    ObjectMapper mapper = JSON.copy();
    mapper.registerSubtypes(new NamedType(kind.corpus(), kind.name()));
    return mapper;
  }

  static void write(FileSystem fs, Path folder, Manifest manifest) {
    ObjectMapper mapper = mapper(DataKinds.get(manifest.corpus().kind()));
    try {
      FileSystems.write(fs, new Path(folder, NAME), true, out -> mapper.writeValue(out, manifest));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the manifest of " + folder, e);
    }
  }

  static Manifest read(FileSystem fs, Path folder) {
    checkFolder(fs, folder);
    return parse(fs, new Path(folder, NAME));
  }

  private static void checkFolder(FileSystem fs, Path folder) {
    try {
      if (!fs.exists(folder)) {
        throw new UserErrorException(
            "Frames folder %s does not exist: run preprocess first, or name another folder"
                .formatted(folder));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read frames folder %s: %s. Name a folder that can be read"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static Manifest parse(FileSystem fs, Path path) {
    try {
      JsonNode manifest = JSON.readTree(FileSystems.readWhole(fs, path));
      checkVersion(path, manifest);
      JsonNode corpus = manifest.path("corpus");
      if (!(corpus instanceof ObjectNode part) || !part.path("kind").isTextual()) {
        throw damaged(path, "it does not say of what kind its data are", null);
      }
      DataKind kind = DataKinds.of(path.toString(), part.path("kind").textValue());
      kind.complete(part);
      complete((ObjectNode) manifest, part);
      return checked(path, mapper(kind).treeToValue(manifest, Manifest.class));
    } catch (FileNotFoundException e) {
      throw new UserErrorException(
          "%s has no %s, so it is no frames folder or an unfinished one: name another folder, or %s"
              .formatted(path.getParent(), NAME, REMEDY),
          e);
    } catch (JsonProcessingException e) {
      throw damaged(path, e.getOriginalMessage(), e);
    } catch (ChecksumException e) {
      throw damaged(path, "it does not fit the checksums beside it", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  /**
   * Says what manifests without weights or members leave out, and those of before there were
   * tables.
   */
  private static void complete(ObjectNode manifest, ObjectNode corpus) {
    manifest.putIfAbsent("trained", JSON.createObjectNode());
    manifest.putIfAbsent("members", JSON.createArrayNode());
    corpus.putIfAbsent("table", NullNode.instance);
    for (JsonNode table : corpus.findParents("label")) {
      if (table.has("source")) {
        ((ObjectNode) table).putIfAbsent("weight", TextNode.valueOf(""));
      }
    }
  }

  /** Refuses what {@code preprocess} never writes, before anybody goes by it. */
  private static Manifest checked(Path path, Manifest manifest) {
    if (manifest == null) {
      throw damaged(path, "it says nothing", null);
    }
    if (manifest.channels() < 1 || manifest.classes().isEmpty() || manifest.total() < 0) {
      throw damaged(
          path,
          "%d channels, %d classes, %d examples"
              .formatted(manifest.channels(), manifest.classes().size(), manifest.total()),
          null);
    }
    for (Manifest.Member member : manifest.members()) {
      if (member.ids() < 0 || member.path().isBlank()) {
        throw damaged(path, "%d ids of %s".formatted(member.ids(), member.path()), null);
      }
      checkNames(path, member.files());
    }
    checkNames(path, manifest.files());
    return manifest;
  }

  private static void checkNames(Path path, List<Manifest.DataFile> files) {
    for (Manifest.DataFile file : files) {
      if (file.bytes() < 0 || file.path().startsWith("/") || file.path().contains("..")) {
        throw damaged(path, "a file %s of %d bytes".formatted(file.path(), file.bytes()), null);
      }
    }
  }

  private static UserErrorException damaged(Path path, String reason, Exception cause) {
    String first = String.valueOf(reason).lines().findFirst().orElse("");
    return new UserErrorException(
        "%s is truncated or damaged (%s): %s"
            .formatted(
                path, first.length() <= 300 ? first : first.substring(0, 300) + "...", REMEDY),
        cause);
  }

  /** Before the rest is read, which another version may have in another form. */
  private static void checkVersion(Path path, JsonNode manifest) {
    JsonNode version = manifest.path("formatVersion");
    if (version.isInt() && version.intValue() != Manifest.FORMAT_VERSION) {
      throw new UserErrorException(
          "%s has format version %d, this Spiketrain reads %d: %s"
              .formatted(path, version.intValue(), Manifest.FORMAT_VERSION, REMEDY));
    }
  }

  /** The files of one split, all of them there with the lengths that a manifest names. */
  static List<Path> files(
      FileSystem fs, Path folder, String splitFolder, List<Manifest.DataFile> named) {
    Map<String, FileStatus> found = children(fs, new Path(folder, splitFolder));
    List<Path> files = new ArrayList<>();
    for (Manifest.DataFile file : named) {
      if (file.path().startsWith(splitFolder + "/")) {
        Path path = new Path(folder, file.path());
        checkFile(path, file.bytes(), found.get(path.getName()));
        files.add(path);
      }
    }
    return files;
  }

  /** A file beside the splits, which is there with the length that a manifest names. */
  static FileStatus checkFile(
      FileSystem fs, Path folder, String name, List<Manifest.DataFile> named) {
    long expected =
        named.stream()
            .filter(file -> file.path().equals(name))
            .mapToLong(Manifest.DataFile::bytes)
            .findFirst()
            .orElse(-1);
    FileStatus found = children(fs, folder).get(name);
    checkFile(new Path(folder, name), expected, found);
    return found;
  }

  private static void checkFile(Path path, long expected, FileStatus found) {
    if (found == null) {
      throw new UserErrorException("%s is missing: %s".formatted(path, REMEDY));
    }
    if (found.getLen() != expected) {
      throw new UserErrorException(
          "%s has %d bytes, its manifest says %d: it is truncated or was changed; %s"
              .formatted(path, found.getLen(), expected, REMEDY));
    }
  }

  private static Map<String, FileStatus> children(FileSystem fs, Path folder) {
    Map<String, FileStatus> children = new HashMap<>();
    try {
      for (FileStatus status : fs.listStatus(folder)) {
        children.put(status.getPath().getName(), status);
      }
    } catch (FileNotFoundException e) {
      // Then every file in it is missing, which the caller reports.
      return Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
    return children;
  }
}
