package io.github.rethinkemitter.internal.flow;

/**
 * What an observer threw, as texts.
 *
 * @param type the name of its class
 * @param message empty when it has none
 * @param stack the stack trace, cut off where it is too long
 */
public record FailureCause(String type, String message, String stack) {}
