package io.github.rethinkemitter.embedded.data;

/**
 * One document's part of a write.
 *
 * @param key which document
 * @param replacement what to do to it
 */
public record Write(StoreKey key, Replacement replacement) {}
