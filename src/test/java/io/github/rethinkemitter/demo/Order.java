package io.github.rethinkemitter.demo;

/** A payload as applications have them: any type that JSON-B writes and reads. */
public record Order(String server, int number) {}
