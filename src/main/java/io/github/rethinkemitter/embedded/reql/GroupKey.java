package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Ordering;

/** The value that the elements of a group share, in RethinkDB's order. */
record GroupKey(Datum value) implements Comparable<GroupKey> {
    @Override
    public int compareTo(GroupKey other) {
        return Ordering.compare(value, other.value);
    }
}
