package io.github.rethinkemitter.internal.flow;

import java.io.IOException;

/** What became of an attempt to write a lasting position. */
public sealed interface SaveResult {

    record Saved() implements SaveResult {}

    /** Another server has taken the subscriber's name. Nothing was written. */
    record TakenOver(String owner) implements SaveResult {}

    /** The position may have been written or not. The next one includes everything in this one. */
    record Failed(IOException cause) implements SaveResult {}
}
