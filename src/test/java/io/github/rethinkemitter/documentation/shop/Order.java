package io.github.rethinkemitter.documentation.shop;

public record Order(int number, String item) {}
