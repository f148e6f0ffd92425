package org.spiketrain.robustness;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spiketrain.model.attack.GreedyAttack;
import org.spiketrain.model.attack.Replacements.Word;
import org.spiketrain.model.attack.SynonymIndex;
import org.spiketrain.model.attack.Typos;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.AttackSummary.AttackedSentence;

/** Attacks one sentence after the other, each in every way, within a Spark task. */
final class SentenceAttacker {
  private final Target target;
  private final Map<String, GreedyAttack> attacks = new LinkedHashMap<>();

  /**
   * A network that is attacked, with what its attackers need, as it is broadcast to the executors.
   *
   * @param vocabulary its words by number
   * @param words words of a sentence that it reads
   * @param seed seed of the typos that are shown
   */
  record Target(
      String name,
      FrameClassifier classifier,
      List<String> classes,
      List<String> vocabulary,
      int words,
      SynonymIndex synonyms,
      GreedyAttack.Budget budget,
      long seed)
      implements Serializable {}

  SentenceAttacker(Target target) {
    this.target = target;
    // Each word but the unknown one.
    Map<String, Integer> numbers = new HashMap<>();
    for (int word = 1; word < target.vocabulary.size(); word++) {
      numbers.put(target.vocabulary.get(word), word);
    }
    attacks.put("synonyms", new GreedyAttack(target.synonyms, target.budget));
    attacks.put("typos", new GreedyAttack(new Typos(numbers, target.seed), target.budget));
  }

  List<AttackedSentence> attack(Example sentence) {
    List<String> texts = List.of(sentence.text().split(" ", -1));
    int[] numbers = sentence.frames().firstChannels();
    List<Word> words = new ArrayList<>();
    for (int w = 0; w < Math.min(numbers.length, target.words); w++) {
      words.add(new Word(texts.get(w), numbers[w]));
    }
    return attacks.entrySet().stream()
        .map(
            attack ->
                described(
                    attack.getKey(),
                    sentence,
                    attack.getValue().attack(this::logProbabilities, words, sentence.label()),
                    texts.subList(words.size(), texts.size())))
        .toList();
  }

  private double[][] logProbabilities(List<int[]> sentences) {
    double[][] all = new double[sentences.size()][];
    KernelThreads.forEach(
        all.length,
        s ->
            all[s] =
                target.classifier.logProbabilitiesOf(
                    SpikeFrames.oneHot(target.vocabulary.size(), sentences.get(s))));
    return all;
  }

  /** One row of the result; the rest are words behind those that the network reads. */
  private AttackedSentence described(
      String attack, Example sentence, GreedyAttack.Result result, List<String> rest) {
    return new AttackedSentence(
        target.name,
        attack,
        sentence.id(),
        target.classes.get(sentence.label()),
        sentence.text(),
        Stream.concat(result.words().stream().map(Word::text), rest.stream())
            .collect(Collectors.joining(" ")),
        target.classes.get(result.before()),
        target.classes.get(result.after()),
        result.words().size(),
        result.changed(),
        result.queries());
  }
}
