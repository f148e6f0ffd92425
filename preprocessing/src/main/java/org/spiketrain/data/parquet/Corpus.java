package org.spiketrain.data.parquet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a manifest says of the corpus behind its frames, by the corpus' kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NamesCorpus.class, name = "names"),
  @JsonSubTypes.Type(value = EventsCorpus.class, name = "events"),
  @JsonSubTypes.Type(value = TextCorpus.class, name = "text")
})
public sealed interface Corpus permits NamesCorpus, EventsCorpus, TextCorpus {}
