package io.github.rethinkemitter.embedded.data;

/**
 * A write of one document.
 *
 * @param key the document's primary key
 * @param replacement computes what to store
 */
public record Write(StoreKey key, Replacement replacement) {}
