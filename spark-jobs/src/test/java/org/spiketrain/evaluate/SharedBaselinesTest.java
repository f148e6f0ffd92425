package org.spiketrain.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.spiketrain.evaluate.baseline.FittedBaseline;

class SharedBaselinesTest {
  private final SharedBaselines shared = new SharedBaselines();
  private final List<String> fits = new ArrayList<>();

  private FittedBaseline ask(String frames, long seed, String key) {
    return shared.fitted(
        frames,
        seed,
        key,
        () -> {
          fits.add(frames + seed + key);
          return (rows, column) -> rows;
        });
  }

  @Test
  void whatHasBeenFittedIsNotFittedAgain() {
    FittedBaseline first = ask("a", 1, "bayes");
    ask("a", 1, "majority");
    assertThat(ask("a", 1, "bayes")).isSameAs(first);
    assertThat(fits).containsExactly("a1bayes", "a1majority");
  }

  @Test
  void otherFramesOrSeedsAreOtherFits() {
    ask("a", 1, "bayes");
    ask("a", 2, "bayes");
    ask("b", 1, "bayes");
    assertThat(fits).containsExactly("a1bayes", "a2bayes", "b1bayes");
  }

  @Test
  void onlyTheFramesThatWereAskedForLastAreKept() {
    for (String frames : List.of("a", "b", "c", "a", "d", "a", "b")) {
      ask(frames, 1, "bayes");
    }
    assertThat(fits).containsExactly("a1bayes", "b1bayes", "c1bayes", "d1bayes", "b1bayes");
  }

  @Test
  void whereFittingFailsTheNextTriesAgain() {
    assertThatThrownBy(
            () ->
                shared.fitted(
                    "a",
                    1,
                    "bayes",
                    () -> {
                      throw new IllegalArgumentException("executor lost");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("executor lost");
    ask("a", 1, "bayes");
    assertThat(fits).hasSize(1);
  }

  @Test
  void othersWaitForTheOneThatFits() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FittedBaseline slow = (rows, column) -> rows;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<FittedBaseline> first =
          threads.submit(
              () ->
                  shared.fitted(
                      "a",
                      1,
                      "bayes",
                      () -> {
                        begun.countDown();
                        try {
                          goOn.await();
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                        return slow;
                      }));
      begun.await();
      Future<FittedBaseline> second = threads.submit(() -> ask("a", 1, "bayes"));
      goOn.countDown();
      assertThat(second.get()).isSameAs(slow).isSameAs(first.get());
      assertThat(fits).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }
}
