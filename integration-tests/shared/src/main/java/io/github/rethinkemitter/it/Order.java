package io.github.rethinkemitter.it;

/** A payload. */
public record Order(int number, String item) {}
