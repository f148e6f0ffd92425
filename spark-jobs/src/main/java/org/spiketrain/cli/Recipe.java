package org.spiketrain.cli;

import org.spiketrain.data.audio.SyntheticSpeech;
import picocli.CommandLine.ITypeConverter;

/** What a demo is about. */
enum Recipe {
  NAMES,
  SSC,
  TEXT;

  Demo demo() {
    return switch (this) {
      case NAMES -> new NamesDemo();
      case TEXT -> new TextDemo();
      case SSC -> new SpeechDemo(new SyntheticSpeech(1, 30, 6, 10));
    };
  }

  /** Reads a recipe. */
  static final class Converter implements ITypeConverter<Recipe> {
    @Override
    public Recipe convert(String text) {
      return Choice.of(Recipe.class, text);
    }
  }
}
