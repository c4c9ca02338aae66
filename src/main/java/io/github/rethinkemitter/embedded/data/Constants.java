package io.github.rethinkemitter.embedded.data;

/** The constants of {@link Datum}. In a class of their own, so that the JVM can load Datum and its subtypes in any order. */
final class Constants {
    static final Datum NULL = new Datum.Null();
    static final Datum TRUE = new Datum.Bool(true);
    static final Datum FALSE = new Datum.Bool(false);

    private Constants() {}
}
