package org.spiketrain.cli;

import org.spiketrain.data.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "Spiketrain " + Versions.ownVersion(), "Java " + Runtime.version(),
    };
  }
}
