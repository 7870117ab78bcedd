package io.herd.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Neighbour;
import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a node takes from a peer in a herd whose servers sign what they accept. */
final class SignedRecordsTest {

  private static final ServerId CLARK = ServerId.of("Clark");
  private static final ServerId BONA = ServerId.of("Bona");
  private static final ServerId BAILEY = ServerId.of("Bailey");

  private final KeyPair clark = OriginKeys.generate();
  private final KeyPair bona = OriginKeys.generate();
  private final KeyPair bailey = OriginKeys.generate();
  private final LoneNode node =
      new LoneNode(
          setup -> {
            setup.neighbours.add(new Neighbour(BONA, null));
            setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), null));
            setup.keys =
                OriginKeys.of(
                    CLARK,
                    clark.getPrivate(),
                    Map.of(
                        CLARK, clark.getPublic(),
                        BONA, bona.getPublic(),
                        BAILEY, bailey.getPublic()));
          });

  private @Nullable ScriptedClient bonaPeer;

  private static String line(String server, String client, int seconds, int sequence) {
    return "AT %s +1.000000000 %s +1-1 %d b0 %d".formatted(server, client, seconds, sequence);
  }

  private static String signature(KeyPair by, String herd, String line) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(by.getPrivate());
      signer.update((herd + "\n" + line).getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String signed(KeyPair by, String line) {
    return line + " " + signature(by, "herd", line) + "\n";
  }

  private long head(String server) {
    Origins origins = node.core.replica().origins();
    byte[] name = server.getBytes(US_ASCII);
    int index = origins.find(name, 0, name.length, 0xb0);
    return index < 0 ? 0 : node.core.replica().heads().get(index);
  }

  private ScriptedClient bonaPeer() {
    if (bonaPeer == null) {
      bonaPeer = node.peer("Bona");
    }
    return bonaPeer;
  }

  private void assertRefused(String record) {
    long before = node.count(Count.SIGNATURES_REFUSED);
    bonaPeer().write(record);
    assertEquals(List.of(), node.contents());
    assertEquals(before + 1, node.count(Count.SIGNATURES_REFUSED), record);
  }

  @Test
  void recordSignedByItsOriginIsKeptAndPassedOnWithItsSignature() {
    ScriptedClient jaquez = node.peer("Jaquez");
    String record = signed(bailey, line("Bailey", "kiwi", 5, 1));
    node.peer("Bona").write(record);
    assertEquals(List.of("AT Bailey +1.000000000 kiwi +1-1 5"), node.contents());
    assertEquals(record, jaquez.answer());
  }

  @Test
  void ownRecordIsSigned() throws Exception {
    ScriptedClient bona = node.peer("Bona");
    node.client().write("IAMAT kiwi +1-1 1767225599\n");
    String[] sent = bona.answer().lines().findFirst().orElseThrow().split(" ");
    String line = String.join(" ", List.of(sent).subList(0, 8));
    Signature verifier = OriginKeys.verifier(clark.getPublic());
    verifier.update(("herd\n" + line).getBytes(US_ASCII));
    assertEquals(9, sent.length);
    assertTrue(verifier.verify(Base64.getUrlDecoder().decode(sent[8])));
  }

  @Test
  void recordIsRefusedWithoutASignature() {
    assertRefused(line("Bailey", "kiwi", 5, 1) + "\n");
  }

  @Test
  void recordIsRefusedWithTheSignatureOfAnother() {
    assertRefused(signed(bona, line("Bailey", "kiwi", 5, 1)));
  }

  @Test
  void recordIsRefusedIfAnythingInItWasChanged() {
    String signature = signature(bailey, "herd", line("Bailey", "kiwi", 5, 1));
    assertRefused(line("Bailey", "kiwi", 6, 1) + " " + signature + "\n");
    assertRefused(line("Bailey", "kiwi2", 5, 1) + " " + signature + "\n");
    assertRefused(line("Bailey", "kiwi", 5, 2) + " " + signature + "\n");
    assertRefused(line("Bailey", "kiwi", 5, 1).replace(" b0 ", " b1 ") + " " + signature + "\n");
    assertRefused(line("Bona", "kiwi", 5, 1) + " " + signature + "\n");
  }

  @Test
  void signatureOfAnotherHerdIsRefused() {
    String line = line("Bailey", "kiwi", 5, 1);
    assertRefused(line + " " + signature(bailey, "flock", line) + "\n");
  }

  @Test
  void textThatIsNoSignatureIsRefused() {
    String line = line("Bailey", "kiwi", 5, 1);
    String signature = signature(bailey, "herd", line);
    assertRefused(line + " x\n");
    assertRefused(line + " " + signature.substring(1) + "\n");
    assertRefused(line + " " + signature + "A\n");
    assertRefused(line + " " + "A".repeat(86) + "\n");
    assertRefused(line + " " + "_".repeat(86) + "\n");
    assertRefused(line + " " + "!".repeat(86) + "\n");
    bonaPeer().write(line + " " + signature + "\n");
    assertEquals(1, node.contents().size());
  }

  @Test
  void serverWithoutAKeyIsNotBelieved() {
    assertRefused(signed(bona, line("Hill", "kiwi", 5, 1)));
  }

  @Test
  void headIsNotRaisedBeyondWhatItsOriginHasSigned() {
    ScriptedClient bona = node.peer("Bona");
    bona.write("HEADS Bailey/b0:1000\n");
    assertEquals(0, head("Bailey"));
    bona.write(signed(bailey, line("Bailey", "kiwi", 5, 7)));
    bona.write("HEADS Bailey/b0:1000\n");
    assertEquals(7, head("Bailey"));
  }

  @Test
  void recordThatSomebodyElsesHeadsClaimToBeHereIsKept() {
    ScriptedClient bona = node.peer("Bona");
    bona.write(signed(bailey, line("Bailey", "kiwi", 5, 7)) + "HEADS Bailey/b0:7\n");
    node.peer("Jaquez").write(signed(bailey, line("Bailey", "emu", 5, 6)));
    assertEquals(2, node.contents().size());
  }

  @Test
  void recordThatIsHeldAlreadyIsNotCheckedAgain() {
    ScriptedClient bona = node.peer("Bona");
    bona.write(signed(bailey, line("Bailey", "kiwi", 5, 1)));
    bona.write(line("Bailey", "kiwi", 5, 1) + "\n");
    bona.write(line("Bailey", "kiwi", 4, 2) + "\n");
    assertEquals(0, node.count(Count.SIGNATURES_REFUSED));
    assertEquals(1, node.contents().size());
  }

  @Test
  void repairIsRefusedWithoutItsOriginsSignature() {
    String line = line("Bailey", "kiwi", 5, 1);
    assertRefused("REPAIR " + line + "\n");
    assertRefused("REPAIR " + signed(bona, line));
    bonaPeer().write("REPAIR " + signed(bailey, line));
    assertEquals(1, node.contents().size());
  }

  @Test
  void removalIsSignedAndCheckedAsAnyRecord() {
    String removal = line("Bailey", "kiwi", 6, 2).replace("+1-1", "-");
    assertRefused(removal + "\n");
    assertRefused(signed(bona, removal));
    bonaPeer().write(signed(bailey, line("Bailey", "kiwi", 5, 1)));
    bonaPeer().write(signed(bailey, removal));
    assertEquals(List.of("AT Bailey +1.000000000 kiwi - 6"), node.contents());
    bonaPeer().write(signed(bailey, line("Bailey", "emu", 5, 3)));
    bonaPeer().answer();
    node.turn(() -> node.core.local().remove("emu".getBytes(US_ASCII)));
    assertEquals(9, bonaPeer().answer().lines().findFirst().orElseThrow().split(" ").length);
  }

  @Test
  void serverThatDoesNotSignIsNoNeighbour() {
    ScriptedClient bona = node.client();
    bona.write("HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee\n");
    assertEquals("BYE records are signed here\n", bona.received());
  }
}
