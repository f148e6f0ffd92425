package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentlyUsedTest {
  private final List<Integer> made = new ArrayList<>();
  private final RecentlyUsed<Integer, String> kept = new RecentlyUsed<>(20, entry -> 1);

  private String get(int key) {
    Optional<String> known = kept.find(key);
    if (known.isEmpty()) {
      made.add(key);
      kept.keep(key, "value " + key);
    }
    return known.orElse("value " + key);
  }

  @Test
  void aValueIsMadeOnce() {
    assertThat(get(1)).isEqualTo("value 1");
    assertThat(get(1)).isEqualTo("value 1");
    assertThat(made).containsExactly(1);
  }

  @Test
  void whatIsAskedForAgainAndAgainStaysAndTheRestGoes() {
    for (int key = 2; key < 200; key++) {
      get(1);
      get(key);
    }
    get(1);
    assertThat(made).containsOnlyOnce(1);

    made.clear();
    IntStream.range(2, 200).forEach(this::get);
    assertThat(made).hasSizeGreaterThan(178).contains(2);
  }

  @Test
  void manyThreadsGetTheSameAnswers() {
    RecentlyUsed<Integer, Integer> shared = new RecentlyUsed<>(50, entry -> 1);
    List<Integer> keys = IntStream.range(0, 20_000).mapToObj(k -> k * 31 % 200).toList();
    assertThat(keys.parallelStream().map(key -> kept(shared, key)).toList())
        .isEqualTo(keys.stream().map(key -> -key).toList());
  }

  private static int kept(RecentlyUsed<Integer, Integer> shared, int key) {
    Optional<Integer> found = shared.find(key);
    found.ifPresentOrElse(value -> {}, () -> shared.keep(key, -key));
    return found.orElse(-key);
  }
}
