package io.github.rethinkemitter.embedded.reql;

import java.util.Set;

/**
 * A type of term.
 *
 * @param name the name in error texts
 * @param min the fewest arguments
 * @param max the most arguments, -1 for any number
 * @param optargs the names of the optional arguments
 * @param op the operation
 */
record TermSpec(String name, int min, int max, Set<String> optargs, Op op) {
    boolean takes(int count) {
        return count >= min && (max < 0 || count <= max);
    }

    String expectation() {
        if (min == max) {
            return min + " argument" + (min == 1 ? "" : "s");
        }
        return max < 0 ? min + " or more arguments" : "between " + min + " and " + max + " arguments";
    }
}
