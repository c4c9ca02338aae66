package io.github.rethinkemitter.embedded.reql;

/** What a kind of term does. */
@FunctionalInterface
interface Op {
    Val eval(Call call);
}
