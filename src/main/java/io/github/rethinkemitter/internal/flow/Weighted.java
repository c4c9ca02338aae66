package io.github.rethinkemitter.internal.flow;

/** Something of a known size in memory, so that a queue of many can be bounded by their bytes. */
public interface Weighted {

    /** About how many bytes. */
    long weight();
}
