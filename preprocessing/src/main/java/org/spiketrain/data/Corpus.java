package org.spiketrain.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.spiketrain.data.events.EventsCorpus;
import org.spiketrain.data.names.NamesCorpus;
import org.spiketrain.data.text.TextCorpus;

/** What a manifest says of the corpus behind its frames, by the corpus' kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NamesCorpus.class, name = "names"),
  @JsonSubTypes.Type(value = EventsCorpus.class, name = "events"),
  @JsonSubTypes.Type(value = TextCorpus.class, name = "text")
})
public interface Corpus {}
