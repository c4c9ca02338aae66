package io.github.rethinkemitter.embedded.data;

/** The values there is only one of; here, so that {@link Datum} and its kinds can be loaded in any order. */
final class Constants {
    static final Datum NULL = new Datum.Null();
    static final Datum TRUE = new Datum.Bool(true);
    static final Datum FALSE = new Datum.Bool(false);

    private Constants() {}
}
