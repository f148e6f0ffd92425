package org.spiketrain.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.cli.Overrides.KeyValueConverter;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.config.ModelUse;
import org.spiketrain.data.Wording;
import org.spiketrain.pipeline.Ahead;
import org.spiketrain.pipeline.Messages;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.RunDraft;
import org.spiketrain.registry.AliasMove;
import org.spiketrain.registry.ModelAddress;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.ModelVersion;
import org.spiketrain.registry.RegistryJson;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.registry.mlflow.MirroredRun.RegisteredVersion;
import org.spiketrain.registry.mlflow.RunMirror;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spiketrain models}. */
@Command(
    name = "models",
    description = {
      "Look after the registry of models: their versions, and aliases such as champion.",
      "The registry is the folder registry.path, else that of Spark's setting spark.spiketrain.registry, else that of the environment variable SPIKETRAIN_REGISTRY, else models. --model models:/NAME@ALIAS takes a model from it."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelsCommand.ListCommand.class,
      ModelsCommand.ShowCommand.class,
      ModelsCommand.PublishCommand.class,
      ModelsCommand.AliasCommand.class,
      ModelsCommand.RollbackCommand.class,
      ModelsCommand.PruneCommand.class,
    })
final class ModelsCommand {
  private ModelsCommand() {}

  /** What all of them have. */
  abstract static class RegistryCommand extends ConsoleCommand implements Runnable {
    @Option(
        names = "--config",
        paramLabel = "CONFIG",
        description = "Configuration whose sections registry and mlflow are used.")
    private Optional<String> configuration;

    @Mixin private Overrides overrides;

    private RunMirror mirror = RunMirror.NONE;

    @Override
    public final void run() {
      requireHere("");
      // The configuration may lie anywhere.
      Ahead.await();
      ModelUse config = overrides.modelUse(configuration, Map.of());
      Configuration conf = HadoopSettings.submitted();
      mirror = config.mlflow().mirror(conf);
      run(conf, config.registry());
      out().flush();
    }

    abstract void run(Configuration conf, RegistrySettings settings);

    /** Tells MLflow too, where there is one; what goes wrong there is warned of in the log. */
    final void mirror(ModelVersion version, String alias) {
      mirror
          .alias(version.facts().key(), new RegisteredVersion(version.model(), List.of(alias)))
          .address()
          .ifPresent(page -> print("MLflow: %s", page));
    }

    final void print(String format, Object... values) {
      out().println(Messages.plain(String.format(Locale.ROOT, format, values)));
    }

    final void printJson(Object tree) {
      out().println(new String(RegistryJson.write(tree), StandardCharsets.UTF_8));
    }

    /** The aliases that name a version. */
    static List<String> aliases(SortedMap<String, Integer> all, int version) {
      return all.entrySet().stream()
          .filter(alias -> alias.getValue() == version)
          .map(Map.Entry::getKey)
          .toList();
    }

    /** All of a version, for machines. */
    static Map<String, Object> tree(ModelVersion version, List<String> aliases) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("model", version.model());
      tree.put("version", version.number());
      tree.put("aliases", aliases);
      tree.put("path", Messages.plain(version.folder().toString()));
      tree.put("facts", version.facts());
      return tree;
    }
  }

  @Command(name = "list", description = "List the models, or the versions of one.")
  static final class ListCommand extends RegistryCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "A model. Default: all.")
    private Optional<String> name;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    void run(Configuration conf, RegistrySettings settings) {
      ModelRegistry registry = settings.open(conf);
      if (name.isPresent()) {
        versions(registry, name.get());
      } else {
        models(registry);
      }
    }

    private void models(ModelRegistry registry) {
      Map<String, List<ModelVersion>> models = new TreeMap<>();
      registry.models().forEach(model -> models.put(model, registry.versions(model)));
      models.values().removeIf(List::isEmpty);
      if (json) {
        printJson(
            models.entrySet().stream()
                .map(one -> summary(registry, one.getKey(), one.getValue()))
                .toList());
        return;
      }
      if (models.isEmpty()) {
        print("no models in %s", registry.root());
        return;
      }
      TextTable table = new TextTable("MODEL", "VERSIONS", "NEWEST", "OF", "ALIASES");
      models.forEach(
          (model, versions) -> {
            ModelVersion newest = versions.get(versions.size() - 1);
            String aliases =
                registry.aliases(model).entrySet().stream()
                    .map(alias -> "%s=%d".formatted(alias.getKey(), alias.getValue()))
                    .collect(Collectors.joining(" "));
            table.add(model, versions.size(), newest.number(), newest.facts().created(), aliases);
          });
      table.print(out());
    }

    private static Map<String, Object> summary(
        ModelRegistry registry, String model, List<ModelVersion> versions) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("model", model);
      tree.put("versions", versions.stream().map(ModelVersion::number).toList());
      tree.put("aliases", registry.aliases(model));
      return tree;
    }

    private void versions(ModelRegistry registry, String model) {
      List<ModelVersion> versions = registry.existing(model);
      SortedMap<String, Integer> aliases = registry.aliases(model);
      if (json) {
        printJson(versions.stream().map(one -> tree(one, aliases(aliases, one.number()))).toList());
        return;
      }
      TextTable table = new TextTable("VERSION", "MADE", "ACCURACY", "BYTES", "ALIASES");
      for (ModelVersion version : versions) {
        Double accuracy = version.facts().metrics().get("accuracy");
        table.add(
            version.number(),
            version.facts().created(),
            accuracy == null ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * accuracy),
            version.facts().modelBytes(),
            String.join(" ", aliases(aliases, version.number())));
      }
      table.print(out());
    }
  }

  @Command(
      name = "show",
      description = "Show what is known of a version, and of the aliases that name it.")
  static final class ShowCommand extends RegistryCommand {
    @Parameters(
        paramLabel = "NAME[@ALIAS|/N]",
        description = "A version; with a name alone, its champion.")
    private String version;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    void run(Configuration conf, RegistrySettings settings) {
      ModelRegistry registry = settings.open(conf);
      ModelVersion shown = ModelAddress.ofName(version).in(registry);
      List<String> aliases = aliases(registry.aliases(shown.model()), shown.number());
      Map<String, List<AliasMove>> moves = new TreeMap<>();
      aliases.forEach(alias -> moves.put(alias, registry.history(shown.model(), alias)));
      if (json) {
        Map<String, Object> tree = tree(shown, aliases);
        tree.put("moves", moves);
        printJson(tree);
        return;
      }
      print("%s: %s", shown, shown.folder());
      print("  made: %s, as %s", shown.facts().created(), shown.facts().key());
      print(
          "  model.zip: %s, SHA-256 %s",
          Wording.counted(shown.facts().modelBytes(), "byte"), shown.facts().modelSha256());
      shown.facts().metrics().forEach((name, value) -> print("  %s: %s", name, value));
      shown.facts().tags().forEach((name, value) -> print("  %s: %s", name, value));
      moves.forEach(this::print);
    }

    private void print(String alias, List<AliasMove> moves) {
      print("%s:", alias);
      TextTable table = new TextTable("  VERSION", "SINCE", "WHY");
      moves.forEach(move -> table.add("  " + move.version(), move.time(), move.reason()));
      table.print(out());
    }
  }

  @Command(
      name = "publish",
      description = {
        "Make a version of the model of a run, with its evaluation, manifest and report.",
        "A model that is there already is not made a version again."
      })
  static final class PublishCommand extends RegistryCommand {
    @Parameters(paramLabel = "NAME", description = "The model.")
    private String name;

    @Option(
        names = "--model",
        required = true,
        paramLabel = "FILE",
        description = "The model.zip of the run.")
    private String model;

    @Option(
        names = "--alias",
        paramLabel = "ALIAS",
        description = "Alias that is to name the version from then on; repeatable.")
    private List<String> aliases = List.of();

    @Option(
        names = "--tag",
        paramLabel = "NAME=VALUE",
        converter = KeyValueConverter.class,
        description = "What is to be known of the version; repeatable.")
    private List<Map.Entry<String, String>> tags = List.of();

    @Mixin private Reason reason;

    @Override
    void run(Configuration conf, RegistrySettings settings) {
      ModelRegistry registry = settings.open(conf);
      Path file = ModelFile.named(conf, settings, "--model", model);
      Map<String, String> tagged = new TreeMap<>();
      tags.forEach(tag -> tagged.put(tag.getKey(), tag.getValue()));
      Instant before = Instant.now();
      ModelVersion version =
          registry.publish(name, new RunDraft(conf, file).read(Optional.empty(), tagged));
      print(
          "%s: %s%s",
          version,
          version.folder(),
          version.facts().created().isBefore(before) ? " (as it was)" : "");
      for (String alias : aliases) {
        registry.setAlias(name, alias, version.number(), reason.text("published"));
        print("%s is version %d", alias, version.number());
      }
    }
  }

  @Command(name = "alias", description = "Let an alias name a version.")
  static final class AliasCommand extends RegistryCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The model.")
    private String name;

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias, such as champion.")
    private String alias;

    @Parameters(
        index = "2",
        paramLabel = "N",
        converter = CountConverter.class,
        description = "Number of the version.")
    private int number;

    @Mixin private Reason reason;

    @Override
    void run(Configuration conf, RegistrySettings settings) {
      ModelRegistry registry = settings.open(conf);
      registry.setAlias(name, alias, number, reason.text("set by hand"));
      print("%s of %s is version %d", alias, name, number);
      mirror(registry.version(name, number), alias);
    }
  }

  @Command(
      name = "rollback",
      description = "Let an alias name the version again that it named before.")
  static final class RollbackCommand extends RegistryCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The model.")
    private String name;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "ALIAS",
        defaultValue = ModelRegistry.CHAMPION,
        description = "The alias (default: ${DEFAULT-VALUE}).")
    private String alias;

    @Mixin private Reason reason;

    @Override
    void run(Configuration conf, RegistrySettings settings) {
      ModelVersion version =
          settings.open(conf).rollback(name, alias, reason.text("rolled back by hand"));
      print("%s of %s is version %d again", alias, name, version.number());
      mirror(version, alias);
    }
  }

  @Command(
      name = "prune",
      description = {
        "Delete old versions of a model.",
        "The newest stay, those that an alias names, and the one that the champion was before."
      })
  static final class PruneCommand extends RegistryCommand {
    @Parameters(paramLabel = "NAME", description = "The model.")
    private String name;

    @Option(
        names = "--keep",
        required = true,
        paramLabel = "N",
        converter = CountConverter.class,
        description = "How many of the newest stay.")
    private int keep;

    @Override
    void run(Configuration conf, RegistrySettings settings) {
      List<Integer> gone = settings.open(conf).prune(name, keep);
      print(
          "deleted: %s",
          gone.isEmpty()
              ? "nothing"
              : "version " + gone.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /** Why an alias is moved. */
  static final class Reason {
    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why, as the history of the alias keeps it.")
    private Optional<String> reason;

    String text(String usual) {
      return reason.orElse(usual);
    }
  }
}
