package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.kernel.KernelThreads.Share;

class KernelThreadsTest {
  @AfterEach
  void backToOneThread() {
    KernelThreads.use(1);
  }

  @Test
  void partsCoverAllPiecesOnceAndAreCutAtMultiples() {
    for (int members = 1; members <= 5; members++) {
      for (int pieces : new int[] {0, 1, 11, 12, 13, 64, 256}) {
        int[] done = new int[pieces];
        for (int member = 0; member < members; member++) {
          new Share(member, members)
              .cut(
                  pieces,
                  12,
                  (from, to) -> {
                    assertThat(from % 12).isZero();
                    assertThat(to % 12 == 0 || to == pieces).isTrue();
                    IntStream.range(from, to).forEach(k -> done[k]++);
                  });
        }
        assertThat(done).containsOnly(IntStream.range(0, pieces).map(k -> 1).toArray());
      }
    }
  }

  @Test
  void theFirstDoesAllOfWhatCannotBeCut() {
    List<String> done = new ArrayList<>();
    for (int member = 0; member < 3; member++) {
      int who = member;
      new Share(member, 3)
          .cut(
              36,
              12,
              (from, to) -> from != 24,
              (from, to) -> done.add(who + ":" + from + "-" + to));
      new Share(member, 3).alone().cut(5, 1, (from, to) -> done.add(who + ":" + from + "-" + to));
    }
    assertThat(done).containsExactly("0:0-36", "0:0-5");
  }

  @Test
  void theSameThreadsHelpAgainAndAgain() {
    KernelThreads.use(3);
    Set<Thread> helpers = ConcurrentHashMap.newKeySet();
    AtomicIntegerArray done = new AtomicIntegerArray(3);
    for (int k = 0; k < 200; k++) {
      KernelThreads.team()
          .run(
              share -> {
                helpers.add(Thread.currentThread());
                done.incrementAndGet(share.member());
              });
    }
    assertThat(helpers).hasSize(3).contains(Thread.currentThread());
    assertThat(done.toString()).isEqualTo("[200, 200, 200]");
  }

  @Test
  void whatIsSharedOutWithinACallIsDoneByTheThreadThatAsks() {
    KernelThreads.use(2);
    Set<Integer> counts = ConcurrentHashMap.newKeySet();
    KernelThreads.forEach(2, piece -> counts.add(KernelThreads.count()));
    assertThat(counts).containsExactly(1);
    assertThat(KernelThreads.count()).isEqualTo(2);
  }

  @Test
  void aFailureOfAHelperEndsTheOthersAndIsThrown() {
    KernelThreads.use(3);
    KernelThreads team = KernelThreads.team();
    assertThatThrownBy(
            () ->
                team.run(
                    share -> {
                      if (share.member() == 2) {
                        throw new IllegalStateException("broken");
                      }
                      team.await();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    List<Integer> after = new ArrayList<>();
    KernelThreads.forEachPart(
        10,
        1,
        (from, to) -> {
          synchronized (after) {
            IntStream.range(from, to).forEach(after::add);
          }
        });
    assertThat(after).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }
}
