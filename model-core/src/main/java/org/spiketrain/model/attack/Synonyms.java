package org.spiketrain.model.attack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of like meaning, as far as a {@link SynonymIndex} knows them. Remembers the neighbours that
 * it has looked for; it may be used by one thread at a time.
 */
public final class Synonyms implements Replacements {
  private final SynonymIndex index;
  private final Map<Integer, List<Word>> found = new HashMap<>();

  public Synonyms(SynonymIndex index) {
    this.index = index;
  }

  @Override
  public boolean concerns(Word word) {
    return index.has(word.number());
  }

  @Override
  public List<Word> candidates(Word word) {
    return found.computeIfAbsent(word.number(), index::nearest);
  }
}
