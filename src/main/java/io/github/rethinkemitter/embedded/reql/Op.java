package io.github.rethinkemitter.embedded.reql;

/** The operation of a type of term. */
@FunctionalInterface
interface Op {
    Val eval(Call call);
}
