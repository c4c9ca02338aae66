package io.github.rethinkemitter.internal.flow;

/**
 * An event on its way into the table.
 *
 * @param id primary key, chosen by the publisher, so that an insert can be repeated
 * @param src the publisher instance
 * @param seq its counter: 1, 2, 3… without holes among stored events
 */
public record Draft(String id, String src, long seq, Content content) {}
