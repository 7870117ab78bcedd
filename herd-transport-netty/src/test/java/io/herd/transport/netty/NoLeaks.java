package io.herd.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class whose tests have left a buffer unreleased. */
final class NoLeaks implements AfterAllCallback {

  @Override
  public void afterAll(ExtensionContext context) {
    assertEquals(List.of(), LeakRecord.sweep());
  }
}
