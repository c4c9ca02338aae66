package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query message of a client.
 *
 * @param kind the type of the message
 * @param root the term of a START, null for all other types
 * @param optargs the global optional arguments
 */
public record Query(Kind kind, @Nullable Term root, Map<String, Term> optargs) {

    private static final Set<Integer> WRITES = Set.of(53, 54, 55, 56, 68);
    private static final int INSERT = 56;

    /** The types of query messages. */
    public enum Kind {
        START(1),
        CONTINUE(2),
        STOP(3),
        NOREPLY_WAIT(4),
        SERVER_INFO(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static @Nullable Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** Whether the client wants no reply. */
    public boolean noreply() {
        Term optarg = optargs.get("noreply");
        return optarg != null && Datum.TRUE.equals(optarg.constant());
    }

    /** Whether the query changes documents. Such queries of one connection are performed in their order. */
    public boolean writes() {
        return root != null && writes(root);
    }

    private static boolean writes(Term term) {
        return WRITES.contains(term.type())
                || term.args().stream().anyMatch(Query::writes)
                || (term.type() != Term.MAKE_OBJ
                        && term.optargs().values().stream().anyMatch(Query::writes));
    }

    /** Whether the query inserts documents. */
    public boolean inserts() {
        return root != null && inserts(root);
    }

    private static boolean inserts(Term term) {
        return term.type() == INSERT || term.args().stream().anyMatch(Query::inserts);
    }

    /** Whether the client wants a profile. */
    public boolean profiled() {
        Term optarg = optargs.get("profile");
        return optarg != null && Datum.TRUE.equals(optarg.constant());
    }

    int intOptarg(String name, int otherwise) {
        Term optarg = optargs.get(name);
        return optarg != null && optarg.constant() instanceof Datum.Num number ? (int) number.value() : otherwise;
    }

    /** A limit that the query sets itself, at least 1. */
    int limit(String name, String what, int otherwise) {
        Term optarg = optargs.get(name);
        Datum given = optarg == null ? null : optarg.constant();
        if (given == null) {
            return otherwise;
        }
        long limit = Numbers.integer(Values.number(given));
        if (limit < 1) {
            throw ReqlException.logic("Illegal " + what + " `" + limit + "`.  (Must be >= 1.)");
        }
        return (int) Math.min(Integer.MAX_VALUE, limit);
    }
}
