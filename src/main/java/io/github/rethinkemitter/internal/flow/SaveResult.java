package io.github.rethinkemitter.internal.flow;

import java.io.IOException;

/** What became of an attempt to write a lasting position. */
public sealed interface SaveResult {

    record Saved() implements SaveResult {}

    /** Another server has taken the subscriber's name. Nothing was written. */
    record TakenOver(String owner) implements SaveResult {}

    /** It may be written or not; the next one says it all again. */
    record Failed(IOException cause) implements SaveResult {}
}
