package org.spiketrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedWorkTest {
  /** Pieces such as {@code a1}, which need what their letter says. */
  private static SharedWork<String> work(String... pieces) {
    return new SharedWork<>(List.of(pieces), piece -> Set.of(piece.substring(0, 1)));
  }

  private static CompletableFuture<Optional<String>> next(SharedWork<String> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.next();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void whatNeedsNothingThatIsBeingMadeGoesFirst() throws InterruptedException {
    SharedWork<String> work = work("a1", "a2", "b1");

    assertThat(work.next()).contains("a1");
    assertThat(work.next()).contains("b1");
    work.made("a");
    assertThat(work.next()).contains("a2");
  }

  @Test
  void theOthersWaitForWhatOneMakes() throws Exception {
    SharedWork<String> work = work("a1", "a2");
    work.next();
    CompletableFuture<Optional<String>> second = next(work);

    assertThat(second).isNotDone();
    work.made("a");
    assertThat(second.get(1, TimeUnit.MINUTES)).contains("a2");
  }

  @Test
  void whatOneCouldNotMakeTheNextOneMakes() throws Exception {
    SharedWork<String> work = work("a1", "a2", "a3");
    work.next();
    work.ended("a1");

    assertThat(work.next()).contains("a2");
    assertThat(next(work)).isNotDone();
  }

  @Test
  void aPieceThatIsToRunAgainComesLastAndIsWaitedFor() throws Exception {
    SharedWork<String> work = work("a1", "b1");
    work.next();
    work.next();
    CompletableFuture<Optional<String>> waiting = next(work);
    work.ended("b1");
    assertThat(waiting).isNotDone();

    work.again("a1");
    assertThat(waiting.get(1, TimeUnit.MINUTES)).contains("a1");
    work.ended("a1");
    assertThat(work.next()).isEmpty();
  }

  @Test
  void afterAStopNothingBegins() throws InterruptedException {
    SharedWork<String> work = work("a1", "b1");
    work.next();
    work.stop();
    work.again("a1");

    assertThat(work.next()).isEmpty();
  }

  @Test
  void whoWaitsAtAStopDoesSoNoLonger() throws Exception {
    SharedWork<String> work = work("a1", "a2");
    work.next();
    CompletableFuture<Optional<String>> waiting = next(work);
    assertThat(waiting).isNotDone();

    work.stop();
    assertThat(waiting.get(1, TimeUnit.MINUTES)).isEmpty();
  }
}
