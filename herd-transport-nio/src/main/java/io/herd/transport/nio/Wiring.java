package io.herd.transport.nio;

import java.io.IOException;

/** Makes the wire of a connection. */
@FunctionalInterface
interface Wiring {

  /** A wire that serves this end, and waits to be taken up or connected. */
  Wire wire(Wire.End end) throws IOException;
}
