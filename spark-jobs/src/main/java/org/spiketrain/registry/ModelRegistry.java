package org.spiketrain.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.model.UserErrorException;

/**
 * Trained models by name, in a folder on any Hadoop file system: {@code <name>/versions/<n>/},
 * which never change, and {@code <name>/aliases/<alias>}, small files that say which version is
 * meant.
 *
 * <p>Whoever writes has the lease of the model's folder, and waits for it. Reading takes none, and
 * meets whole versions and aliases only.
 */
public final class ModelRegistry {
  /** The alias of the version that is in use. */
  public static final String CHAMPION = "champion";

  private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);

  /** Longer than it takes until the lease of a program that was killed is over. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Configuration conf;
  private final Path root;

  private ModelRegistry(Configuration conf, Path root) {
    this.conf = conf;
    this.root = root;
  }

  /** The registry in a folder, which need not be there yet. */
  public static ModelRegistry of(Configuration conf, Path root) {
    return new ModelRegistry(conf, root);
  }

  public Path root() {
    return root;
  }

  /** The version whose model a file is; none if it lies in no registry. */
  public static Optional<ModelVersion> versionOf(Configuration conf, Path modelFile) {
    return ModelFolder.of(conf, modelFile);
  }

  /**
   * Adds a version with the next number. One that has the draft's key already is returned, and none
   * is made.
   *
   * @throws UserErrorException if the name is none, what the draft names cannot be read, or the
   *     registry cannot be written to
   */
  public ModelVersion publish(String model, VersionDraft draft) {
    ModelFolder folder = folder(model);
    return withKey(folder, draft.key())
        .orElseGet(() -> whileHeld(folder, () -> publishHeld(folder, draft)));
  }

  private ModelVersion publishHeld(ModelFolder folder, VersionDraft draft) {
    return withKey(folder, draft.key()).orElseGet(() -> publishNew(folder, draft));
  }

  private ModelVersion publishNew(ModelFolder folder, VersionDraft draft) {
    VersionWriter writer = new VersionWriter(conf, draft);
    for (int number = unused(folder); ; number++) {
      Path target = folder.version(number);
      try {
        VersionFacts facts = writer.write(target);
        LOG.info("Model {} has a new version {}", folder.model(), number);
        return new ModelVersion(folder.model(), number, target, facts);
      } catch (UserErrorException e) {
        // Somebody who took the lease away from this program was there first.
        if (!FileSystems.exists(conf, target)) {
          throw e;
        }
      }
    }
  }

  /** A number that no version has or had, as far as aliases still tell. */
  private static int unused(ModelFolder folder) {
    return 1
        + IntStream.concat(
                folder.numbers().stream().mapToInt(Integer::intValue),
                folder.aliases().values().stream().flatMapToInt(AliasFile::numbers))
            .max()
            .orElse(0);
  }

  private static Optional<ModelVersion> withKey(ModelFolder folder, String key) {
    return all(folder).stream().filter(one -> one.facts().key().equals(key)).findFirst();
  }

  private static List<ModelVersion> all(ModelFolder folder) {
    return folder.numbers().stream().map(folder::read).flatMap(Optional::stream).toList();
  }

  /** The names of the models, sorted. */
  public List<String> models() {
    return ModelFolder.folders(conf, root, Named::isName).stream()
        .filter(name -> folder(name).exists())
        .toList();
  }

  /** The versions of a model by their numbers, none if there is no such model. */
  public List<ModelVersion> versions(String model) {
    return all(folder(model));
  }

  /**
   * All files of a version, by their paths below its folder.
   *
   * @throws UserErrorException if it cannot be read
   */
  public SortedMap<String, Path> files(ModelVersion version) {
    return folder(version.model()).files(version.number());
  }

  /**
   * The versions of a model that there must be.
   *
   * @throws UserErrorException if there is none
   */
  public List<ModelVersion> existing(String model) {
    List<ModelVersion> versions = versions(model);
    if (versions.isEmpty()) {
      throw noModel(folder(model));
    }
    return versions;
  }

  /**
   * A version of a model.
   *
   * @throws UserErrorException if there is none with this number
   */
  public ModelVersion version(String model, int number) {
    ModelFolder folder = folder(model);
    return folder.read(number).orElseThrow(() -> noVersion(folder, number));
  }

  private UserErrorException noVersion(ModelFolder folder, int number) {
    List<ModelVersion> all = all(folder);
    return all.isEmpty()
        ? noModel(folder)
        : new UserErrorException(
            "Model %s has no version %d in %s: name one of %s"
                .formatted(
                    folder.model(),
                    number,
                    root,
                    all.stream()
                        .map(one -> Integer.toString(one.number()))
                        .collect(Collectors.joining(", "))));
  }

  private UserErrorException noModel(ModelFolder folder) {
    List<String> models = models();
    return new UserErrorException(
        "There is no model %s in the registry %s: %s, or another registry with -D registry.path=..."
            .formatted(
                folder.model(),
                root,
                models.isEmpty()
                    ? "it is empty; publish one"
                    : "name one of " + String.join(", ", models)));
  }

  /** The version that an alias names; none if there is no such alias. */
  public Optional<ModelVersion> aliased(String model, String alias) {
    return folder(model).alias(Named.alias(alias)).map(file -> version(model, file.version()));
  }

  /** Number of the version that is in use; 0 if there is none. */
  public int champion(String model) {
    return aliased(model, CHAMPION).map(ModelVersion::number).orElse(0);
  }

  /**
   * The version that an alias must name.
   *
   * @throws UserErrorException if there is no such model or alias
   */
  public ModelVersion required(String model, String alias) {
    return aliased(model, alias)
        .orElseThrow(
            () -> {
              ModelFolder folder = folder(model);
              return folder.exists() ? noAlias(folder, alias) : noModel(folder);
            });
  }

  private UserErrorException noAlias(ModelFolder folder, String alias) {
    Set<String> aliases = folder.aliases().keySet();
    return new UserErrorException(
        "Model %s has no alias %s in %s: %s"
            .formatted(
                folder.model(),
                alias,
                root,
                aliases.isEmpty()
                    ? "it has none, name a version by its number or give it an alias"
                    : "name one of " + String.join(", ", aliases)));
  }

  /** The aliases of a model and the versions that they name. */
  public SortedMap<String, Integer> aliases(String model) {
    SortedMap<String, Integer> aliases = new TreeMap<>();
    folder(model).aliases().forEach((name, file) -> aliases.put(name, file.version()));
    return aliases;
  }

  /** The last hundred moves of an alias, the last one last; none if there is no such alias. */
  public List<AliasMove> history(String model, String alias) {
    return folder(model).alias(Named.alias(alias)).map(AliasFile::moves).orElse(List.of());
  }

  /**
   * Lets an alias name a version. If it does already, nothing changes.
   *
   * @param reason why, as the alias' history keeps it
   * @throws UserErrorException if there is no such version
   */
  public void setAlias(String model, String alias, int version, String reason) {
    setAliasIf(model, alias, version, reason, now -> true);
  }

  /**
   * Lets an alias name a version if it still names the one that the caller has seen, so that
   * whoever moved it meanwhile is not overruled. If it names the new version already, nothing
   * changes.
   *
   * @param expected the version that it must name now; 0 if there must be no such alias
   * @param reason why, as the alias' history keeps it
   * @return the version that it names from now on: {@code version}, or the one that somebody else
   *     gave it; 0 if somebody else took it away
   * @throws UserErrorException if there is no such version
   */
  public int moveAlias(String model, String alias, int expected, int version, String reason) {
    return setAliasIf(model, alias, version, reason, now -> now == expected);
  }

  private int setAliasIf(
      String model, String alias, int version, String reason, IntPredicate mayReplace) {
    ModelFolder folder = folder(model);
    Named.alias(alias);
    version(model, version);
    return whileHeld(
        folder,
        () -> {
          version(model, version);
          Optional<AliasFile> file = folder.alias(alias);
          int now = file.map(AliasFile::version).orElse(0);
          if (now == version || !mayReplace.test(now)) {
            return now;
          }
          folder.write(
              alias,
              file.map(it -> it.to(version, reason))
                  .orElseGet(() -> AliasFile.first(version, reason)));
          return version;
        });
  }

  /**
   * Lets an alias name the version again that it named before; once more, the one before that.
   *
   * @param reason why, as the alias' history keeps it
   * @throws UserErrorException if there is no such alias, or no version before, or that is deleted
   */
  public ModelVersion rollback(String model, String alias, String reason) {
    ModelFolder folder = folder(model);
    required(model, alias);
    return whileHeld(
        folder,
        () -> {
          AliasFile file = folder.alias(alias).orElseThrow(() -> noAlias(folder, alias));
          int previous =
              file.previous()
                  .orElseThrow(
                      () ->
                          new UserErrorException(
                              "%s of model %s has named no version before %d: set it with spiketrain models alias"
                                  .formatted(alias, model, file.version())));
          ModelVersion version =
              folder
                  .read(previous)
                  .orElseThrow(
                      () ->
                          new UserErrorException(
                              "%s of model %s named version %d before, which is deleted: set it to another one with spiketrain models alias"
                                  .formatted(alias, model, previous)));
          folder.write(alias, file.back(reason));
          return version;
        });
  }

  /**
   * Deletes old versions: all but the newest, those that an alias names, and the one that the
   * champion was before.
   *
   * @param keep how many of the newest stay, at least 1
   * @return the numbers of what was deleted
   * @throws UserErrorException if there is no such model
   */
  public List<Integer> prune(String model, int keep) {
    if (keep < 1) {
      throw new UserErrorException("%d versions cannot be kept: keep 1 or more".formatted(keep));
    }
    ModelFolder folder = folder(model);
    if (!folder.exists()) {
      throw noModel(folder);
    }
    return whileHeld(folder, () -> pruneHeld(folder, keep));
  }

  private static List<Integer> pruneHeld(ModelFolder folder, int keep) {
    List<Integer> whole = all(folder).stream().map(ModelVersion::number).toList();
    Set<Integer> kept =
        new TreeSet<>(whole.subList(Math.max(0, whole.size() - keep), whole.size()));
    folder
        .aliases()
        .forEach(
            (name, file) -> {
              kept.add(file.version());
              if (name.equals(CHAMPION)) {
                file.previous().ifPresent(kept::add);
              }
            });
    // What is not whole was left by a program that was killed while it deleted or copied it.
    List<Integer> gone =
        folder.numbers().stream()
            .filter(number -> !whole.contains(number) || !kept.contains(number))
            .toList();
    gone.forEach(folder::delete);
    return gone;
  }

  private <T> T whileHeld(ModelFolder folder, Supplier<T> work) {
    try (OutputLease lease = OutputLease.take(conf, folder.path(), PATIENCE)) {
      return lease.whileHeld(work);
    }
  }

  private ModelFolder folder(String model) {
    return new ModelFolder(conf, root, Named.model(model));
  }
}
