package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.store.LogStore;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClaimsTest {

  private static final ServerId BONA = ServerId.of("Bona");
  private static final ServerId CLARK = ServerId.of("Clark");
  private static final int A = 1;
  private static final int B = 2;
  private static final int C = 3;

  private final Replica replica =
      new Replica(
          new LogStore(60_000_000_000L, 1),
          new OriginId(ServerId.of("Self"), 1),
          Timing.defaults(),
          null);
  private final Claims claims = new Claims(replica);

  private static HeadVector heads(long... byOrigin) {
    HeadVector heads = new HeadVector();
    for (int i = 0; i < byOrigin.length; i++) {
      heads.raise(i, byOrigin[i]);
    }
    return heads;
  }

  private List<Long> held() {
    return List.of(replica.heads().get(A), replica.heads().get(B), replica.heads().get(C));
  }

  @Test
  void claimWithoutConditionsCountsAtOnce() {
    claims.onClaim(BONA, heads(0, 5, 6), heads(), 0);
    assertEquals(List.of(5L, 6L, 0L), held());
  }

  @Test
  void claimOfThisNodesOwnHeadIsNotListenedTo() {
    claims.onClaim(BONA, heads(9, 5), heads(), 0);
    assertEquals(0, replica.heads().get(Origins.SELF));
  }

  @Test
  void claimWaitsForItsConditionAndCountsWhenAnotherNeighbourMeetsIt() {
    claims.onClaim(BONA, heads(0, 5), heads(0, 0, 3), 0);
    assertEquals(List.of(0L, 0L, 0L), held());
    claims.onClaim(CLARK, heads(0, 0, 2), heads(), 0);
    assertEquals(List.of(0L, 2L, 0L), held(), "one less than needed");
    claims.onClaim(CLARK, heads(0, 0, 3), heads(), 0);
    assertEquals(List.of(5L, 3L, 0L), held());
  }

  @Test
  void claimsThatNeedEachOtherAreBothTrue() {
    claims.onClaim(BONA, heads(0, 5), heads(0, 0, 3), 0);
    claims.onClaim(CLARK, heads(0, 0, 3), heads(0, 5), 0);
    assertEquals(List.of(5L, 3L, 0L), held());
  }

  @Test
  void claimsThatNeedMoreThanEachOtherAreNot() {
    claims.onClaim(BONA, heads(0, 5), heads(0, 0, 3, 1), 0);
    claims.onClaim(CLARK, heads(0, 0, 3), heads(0, 5), 0);
    assertEquals(List.of(0L, 0L, 0L), held());
    assertEquals(List.of(B, C), claims.missingSince(BONA, 0));
    assertEquals(List.of(A), claims.missingSince(CLARK, 0));
  }

  @Test
  void laterClaimProvesTheEarlierOnesOfItsLink() {
    claims.onClaim(BONA, heads(0, 5), heads(0, 0, 3), 0);
    claims.onClaim(BONA, heads(0, 0, 0, 7), heads(), 1);
    assertEquals(List.of(5L, 0L, 7L), held());
    claims.onClaim(BONA, heads(0, 6), heads(), 2);
    assertEquals(List.of(6L, 0L, 7L), held(), "nothing is left open");
  }

  @Test
  void firstOfManyClaimsIsNotHeldUpByTheConditionsOfLaterOnes() {
    claims.onClaim(BONA, heads(0, 5), heads(0, 0, 3), 0);
    claims.onClaim(BONA, heads(0, 6), heads(0, 0, 4), 1);
    claims.onClaim(BONA, heads(0, 7), heads(0, 0, 5), 2);
    claims.onClaim(CLARK, heads(0, 0, 3), heads(), 3);
    assertEquals(List.of(5L, 3L, 0L), held());
    claims.onClaim(CLARK, heads(0, 0, 4), heads(), 3);
    assertEquals(List.of(5L, 4L, 0L), held(), "the later ones count as one");
    claims.onClaim(CLARK, heads(0, 0, 5), heads(), 3);
    assertEquals(List.of(7L, 5L, 0L), held());
  }

  @Test
  void missingAreTheOriginsThatWereWaitedForLongEnough() {
    claims.onClaim(BONA, heads(0, 5), heads(0, 0, 3), 100);
    assertEquals(List.of(), claims.missingSince(BONA, 99));
    assertEquals(List.of(B), claims.missingSince(BONA, 100));
    assertEquals(List.of(), claims.missingSince(CLARK, 100));
  }

  @Test
  void lostLinkTakesItsClaimsAlong() {
    claims.onClaim(BONA, heads(0, 5), heads(0, 0, 3), 0);
    claims.forget(BONA);
    claims.onClaim(CLARK, heads(0, 0, 3), heads(), 0);
    assertEquals(List.of(0L, 3L, 0L), held());
  }

  @Test
  void forgottenOriginIsNeitherClaimedNorWaitedFor() {
    claims.onClaim(BONA, heads(0, 5, 0, 1), heads(0, 0, 3), 0);
    claims.onClaim(BONA, heads(0, 6), heads(0, 0, 3), 0);
    claims.forget(B);
    claims.forget(C);
    claims.onClaim(CLARK, heads(0, 1), heads(), 0);
    assertEquals(List.of(6L, 0L, 0L), held());
  }
}
