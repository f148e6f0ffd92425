package org.spiketrain.cli;

import org.apache.hadoop.fs.Path;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.pipeline.Messages;
import org.spiketrain.pipeline.ModelImport;
import org.spiketrain.pipeline.ModelImport.Imported;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spiketrain import}. */
@Command(
    name = "import",
    description = {
      "Make a model of a network that another program has trained.",
      "The file is what a converter in benchmarks/import made of a published checkpoint: its arrays, its classes, and how recordings become its input. score, evaluate --model and training.start-from then take the model as one trained here."
    })
final class ImportCommand extends ConsoleCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "File that a converter wrote.")
  private String file;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "MODEL",
      description = "The model's file to be made, such as model.zip, on any Hadoop file system.")
  private String output;

  @Option(names = "--overwrite", description = "Replace --output where it is there.")
  private boolean overwrite;

  @Override
  public void run() {
    Path target = PathSetting.parse("--output", output);
    Imported model =
        ModelImport.run(
            HadoopSettings.submitted(), PathSetting.parse("FILE", file), target, mode(overwrite));
    out().println("model: " + Messages.plain(output));
    out()
        .println(
            "  %s; reads %s, answers one of %d classes"
                .formatted(
                    Wording.counted(model.parameters(), "parameter"),
                    Wording.counted(model.channels(), "channel"),
                    model.classes()));
    out().println("  from %s".formatted(model.source()));
    out().println("  licence: " + model.licence());
    out().flush();
  }
}
