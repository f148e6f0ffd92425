package org.spiketrain.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

/** The files of one model in a registry: what is there, and small changes of it. */
record ModelFolder(Configuration conf, Path root, String model) {
  private static final String VERSIONS = "versions";
  private static final String ALIASES = "aliases";
  private static final String NUMBER = "[1-9][0-9]{0,8}";

  /** The version whose model a file is; none if it lies in no registry. */
  static Optional<ModelVersion> of(Configuration conf, Path modelFile) {
    Path folder = modelFile.getParent();
    boolean placed =
        modelFile.getName().equals(ModelVersion.MODEL_FILE)
            && folder != null
            && folder.getName().matches(NUMBER)
            && folder.getParent() != null
            && folder.getParent().getName().equals(VERSIONS)
            && folder.getParent().getParent() != null
            && Named.isName(folder.getParent().getParent().getName());
    if (!placed) {
      return Optional.empty();
    }
    Path model = folder.getParent().getParent();
    Path root = model.getParent() == null ? new Path(".") : model.getParent();
    return new ModelFolder(conf, root, model.getName()).read(Integer.parseInt(folder.getName()));
  }

  /** Names of folders in a folder; none if it is not there. */
  static List<String> folders(Configuration conf, Path folder, Predicate<String> wanted) {
    return names(conf, folder, wanted.and(name -> !name.startsWith(".")), FileStatus::isDirectory);
  }

  private static List<String> names(
      Configuration conf, Path folder, Predicate<String> wanted, Predicate<FileStatus> kind) {
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      return Stream.of(fs.listStatus(folder))
          .filter(kind)
          .map(one -> one.getPath().getName())
          .filter(wanted)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
  }

  Path path() {
    return new Path(root, model);
  }

  Path version(int number) {
    return new Path(new Path(path(), VERSIONS), Integer.toString(number));
  }

  /** Returns whether there is anything of the model. */
  boolean exists() {
    try {
      return FileSystems.of(conf, root).exists(new Path(path(), VERSIONS));
    } catch (IOException e) {
      throw unreachable(root, e);
    }
  }

  /** Numbers of all folders of versions, in their order, also of those that are not whole. */
  List<Integer> numbers() {
    return folders(conf, new Path(path(), VERSIONS), name -> name.matches(NUMBER)).stream()
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }

  /** A version; none if there is none such, or if it is just being deleted or copied. */
  Optional<ModelVersion> read(int number) {
    Path folder = version(number);
    return read(new Path(folder, VersionDraft.FACTS_FILE), VersionFacts.class)
        .map(facts -> new ModelVersion(model, number, folder, facts));
  }

  /** The files of a version, by their paths below its folder. */
  SortedMap<String, Path> files(int number) {
    Path folder = version(number);
    SortedMap<String, Path> files = new TreeMap<>();
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      String root = fs.makeQualified(folder).toUri().getPath() + "/";
      RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        files.put(file.toUri().getPath().substring(root.length()), file);
      }
      return files;
    } catch (IOException e) {
      throw unreachable(folder, e);
    }
  }

  Optional<AliasFile> alias(String alias) {
    return read(aliasFile(alias), AliasFile.class);
  }

  /** All aliases; one that is deleted meanwhile is left out. */
  SortedMap<String, AliasFile> aliases() {
    SortedMap<String, AliasFile> aliases = new TreeMap<>();
    names(conf, new Path(path(), ALIASES), Named::isName, FileStatus::isFile)
        .forEach(name -> alias(name).ifPresent(file -> aliases.put(name, file)));
    return aliases;
  }

  void write(String alias, AliasFile file) {
    AtomicOutput.writeFile(conf, aliasFile(alias), RegistryJson.write(file), OutputMode.OVERWRITE);
  }

  /** Deletes a version, which nobody sees any more as soon as its first file is gone. */
  void delete(int number) {
    FileSystems.delete(conf, new Path(version(number), VersionDraft.FACTS_FILE));
    FileSystems.delete(conf, version(number));
  }

  private Path aliasFile(String alias) {
    return new Path(new Path(path(), ALIASES), alias);
  }

  private <T> Optional<T> read(Path file, Class<T> type) {
    byte[] bytes;
    try {
      bytes = FileSystems.readWhole(FileSystems.of(conf, file), file);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreachable(file, e);
    }
    try {
      return Optional.of(RegistryJson.read(bytes, type));
    } catch (IOException e) {
      throw new UserErrorException(
          "%s is damaged (%s): restore it, or delete it".formatted(file, firstLine(e)), e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static UserErrorException unreachable(Path path, IOException cause) {
    return new UserErrorException(
        "Cannot read the model registry, %s: %s. Name its folder with -D registry.path=..."
            .formatted(path, cause.getMessage()),
        cause);
  }
}
