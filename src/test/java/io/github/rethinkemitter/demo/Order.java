package io.github.rethinkemitter.demo;

/** A payload. It can be of any type that JSON-B writes and reads. */
public record Order(String server, int number) {}
