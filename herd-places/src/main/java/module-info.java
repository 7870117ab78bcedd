/** Places providers that need no network, and what others need to print their answers. */
module io.herd.places {
  requires transitive io.herd.core;
  requires static org.jspecify;

  exports io.herd.places;
}
