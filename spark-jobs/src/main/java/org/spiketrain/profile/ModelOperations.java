package org.spiketrain.profile;

import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.evaluate.Evaluator;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.energy.CountedNetwork;
import org.spiketrain.model.energy.NetworkProbe;
import org.spiketrain.model.energy.NetworkTally;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.model.energy.SequenceOperations;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;

/** Counts the operations of any model over examples, where those of its layers are known. */
public final class ModelOperations {
  private ModelOperations() {}

  /** Operations over all examples together, of a committee those of all members. */
  public static Optional<Operations> of(TrainedModel model, JavaRDD<Example> examples) {
    if (!model.isCommittee()) {
      return ofOne(model, examples);
    }
    Optional<Operations> sum = Optional.of(Operations.NONE);
    for (CommitteeMember member : model.members()) {
      Optional<Operations> own = sum.isEmpty() ? sum : ofOne(member.model(), examples);
      sum = own.isEmpty() ? own : Optional.of(sum.get().plus(own.get()));
    }
    return sum;
  }

  private static Optional<Operations> ofOne(TrainedModel model, JavaRDD<Example> examples) {
    return model
        .sentences()
        .flatMap(Sentences::whole)
        .map(input -> ofSentences(model, input, examples))
        .orElseGet(
            () ->
                SequenceOperations.of(model.network())
                    .map(
                        counter ->
                            Evaluator.fold(
                                examples,
                                counter,
                                Operations.NONE,
                                (sum, example, network) -> sum.plus(network.of(example.frames())),
                                Operations::plus)));
  }

  private static Optional<Operations> ofSentences(
      TrainedModel model, SentenceInput input, JavaRDD<Example> examples) {
    if (CountedNetwork.find(model.network()).isEmpty()) {
      return Optional.empty();
    }
    NetworkProbe probe = new NetworkProbe(model.network(), input, input.timeSteps());
    NetworkTally tally = tally(probe, examples);
    return Optional.of(Operations.sum(probe.network().operations(tally, tally.timeSteps())));
  }

  /** What a network does over sentences. */
  static NetworkTally tally(NetworkProbe probe, JavaRDD<Example> sentences) {
    return Evaluator.fold(
        sentences,
        probe,
        probe.nothing(),
        (counts, example, network) -> {
          network.run(example, counts);
          return counts;
        },
        NetworkTally::merge);
  }
}
