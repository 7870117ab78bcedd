package io.herd.testkit.places;

import java.util.Map;

/**
 * A request as a fake has read it.
 *
 * @param method {@code GET} or {@code POST}
 * @param path without the query
 * @param headers by name in lower case; of several the last
 * @param parameters of the query or of a body of form data, decoded; of several the last
 * @param body as text
 */
public record FakeCall(
    String method,
    String path,
    Map<String, String> headers,
    Map<String, String> parameters,
    String body) {

  /** Copies the maps. */
  public FakeCall {
    headers = Map.copyOf(headers);
    parameters = Map.copyOf(parameters);
  }

  /** A header's value, or nothing where it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** A parameter's value, or nothing where it is not there. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
