package org.spiketrain.results;

import java.util.List;
import java.util.Map;

/** Results of a profile: what networks do over a split. */
public interface Profile {
  /** Tables and figures, by the names of their files. */
  Map<String, byte[]> files();

  /** Charts and page, likewise. */
  Map<String, byte[]> drawnBy(Renderer renderer);

  /** The most important, a line each. */
  List<String> lines();
}
