package org.spiketrain.cli;

import org.spiketrain.model.zoo.ModelProvenance;

/** Provenances as other versions would have written them. */
final class Provenances {
  private Provenances() {}

  static ModelProvenance withConfiguration(ModelProvenance known, String configuration) {
    return new ModelProvenance(
        known.format(),
        known.kind(),
        known.classes(),
        known.input(),
        known.network(),
        configuration,
        known.data(),
        known.framesFingerprint(),
        known.seed(),
        known.versions(),
        known.training(),
        known.metrics(),
        known.priors());
  }
}
