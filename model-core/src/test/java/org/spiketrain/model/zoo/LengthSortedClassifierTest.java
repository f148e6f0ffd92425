package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.spiketrain.model.frames.SpikeFrames;

class LengthSortedClassifierTest {
  @Property(tries = 40)
  void answersComeInTheOrderOfTheExamplesAndBatchesByLength(
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 9) Integer> lengths) {
    List<Integer> seen = new ArrayList<>();
    FrameClassifier lengthTeller =
        batch -> {
          assertThat(batch.size()).isBetween(1, 4);
          batch.forEach(frames -> seen.add(frames.timeSteps()));
          return batch.stream().map(f -> new float[] {f.timeSteps()}).toArray(float[][]::new);
        };
    List<SpikeFrames> examples =
        lengths.stream().map(n -> SpikeFrames.oneHot(2, new int[n])).toList();

    float[][] answers = new LengthSortedClassifier(lengthTeller, 4).probabilities(examples);

    assertThat(answers).hasDimensions(lengths.size(), lengths.isEmpty() ? 0 : 1);
    for (int i = 0; i < answers.length; i++) {
      assertThat(answers[i][0]).isEqualTo((float) lengths.get(i));
    }
    assertThat(seen).isSorted();
  }
}
