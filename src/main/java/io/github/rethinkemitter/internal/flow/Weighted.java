package io.github.rethinkemitter.internal.flow;

/** Takes so much memory that whoever keeps many of these must count it. */
public interface Weighted {

    /** About how many bytes. */
    long weight();
}
