package io.herd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.opentest4j.AssertionFailedError;

/** What a failure with a seed tells. */
@DisabledIfSystemProperty(named = "herd.seed", matches = ".*")
final class SeedsTest {

  private static void failWith(List<Integer> list) {
    assertTrue(!list.contains(7) || !list.contains(40), "both");
  }

  private static List<Integer> fifty(RandomGenerator random) {
    return IntStream.range(0, 50).boxed().toList();
  }

  @Test
  void failureNamesTheSeedAndTheCommandThatReplaysIt() {
    AssertionFailedError failure =
        assertThrows(
            AssertionFailedError.class, () -> Seeds.each(3, random -> assertEquals(1, 2, "no")));
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "seed 0 (replay: mvn -pl herd-core test"
                    + " -Dtest=SeedsTest#failureNamesTheSeedAndTheCommandThatReplaysIt"
                    + " -Dherd.seed=0): no"),
        failure.getMessage());
  }

  @Test
  void failingListIsMadeAsShortAsItCanBe() {
    AssertionFailedError failure =
        assertThrows(
            AssertionFailedError.class,
            () -> Seeds.eachList(1, SeedsTest::fifty, SeedsTest::failWith));
    assertTrue(failure.getMessage().contains("with [7, 40]: both"), failure.getMessage());
  }
}
