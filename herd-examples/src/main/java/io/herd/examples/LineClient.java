package io.herd.examples;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The plainest client of a server: a socket, a command, its answer. Waits, ten seconds at most. Not
 * thread-safe.
 */
public final class LineClient implements AutoCloseable {

  /** How long it waits for a connection or for more of an answer, in milliseconds. */
  public static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private LineClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /**
   * Connects.
   *
   * @throws IOException if no connection comes about
   */
  public static LineClient connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, TIMEOUT_MILLIS);
      return over(socket);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /**
   * Talks over a connection that is made already, by TLS for instance, and takes it over.
   *
   * @throws IOException if it is closed
   */
  public static LineClient over(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new LineClient(socket);
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @return the answer without the line feeds at its end: a line, or for a WHATSAT an AT line and a
   *     document
   * @throws IOException if the connection fails or ends before the whole answer has come
   */
  public String ask(String command) throws IOException {
    out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    String first = line();
    if (!command.startsWith("WHATSAT ") || !first.startsWith("AT ")) {
      return first;
    }
    StringBuilder answer = new StringBuilder(first);
    for (String line = line(); !line.isEmpty(); line = line()) {
      answer.append('\n').append(line);
    }
    return answer.toString();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server closed the connection before it had answered");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Where bytes for the server go. */
  public OutputStream out() {
    return out;
  }

  /** Where the server's bytes come from. */
  public InputStream in() {
    return in;
  }

  /** Tells the server that nothing more will come. */
  public void endOfCommands() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
