package io.herd.examples.config;

/**
 * One thing wrong with a configuration. Immutable.
 *
 * @param line the line in the file, from 1
 * @param field the field's full name, such as {@code servers.Clark.port}; empty for the whole
 * @param rule what it is and must be; continues the name
 */
public record Problem(int line, String field, String rule) {}
