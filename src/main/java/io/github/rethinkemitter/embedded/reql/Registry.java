package io.github.rethinkemitter.embedded.reql;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of terms that this server knows, by their numbers in the protocol. */
final class Registry {
    private static final Registry ALL = new Registry();
    private final Map<Integer, TermSpec> specs = new HashMap<>();

    private Registry() {
        BasicTerms.register(this);
        ControlTerms.register(this);
        ComparisonTerms.register(this);
        ArithmeticTerms.register(this);
        ArrayTerms.register(this);
        ObjectTerms.register(this);
        StringTerms.register(this);
        TimeTerms.register(this);
        TimePartTerms.register(this);
        TypeTerms.register(this);
        TableTerms.register(this);
        SequenceTerms.register(this);
        UnionTerm.register(this);
        SliceTerms.register(this);
        OrderTerms.register(this);
        JoinTerms.register(this);
        FoldTerm.register(this);
        RandomTerms.register(this);
        BitTerms.register(this);
        AggregateTerms.register(this);
        GroupTerms.register(this);
        WriteTerms.register(this);
        ChangesTerm.register(this);
        SchemaTerms.register(this);
        IndexTerms.register(this);
        AdminTerms.register(this);
        InfoTerm.register(this);
    }

    static @Nullable TermSpec find(int type) {
        return ALL.specs.get(type);
    }

    static TermSpec get(int type) {
        TermSpec spec = find(type);
        if (spec == null) {
            throw new IllegalStateException("term " + type + " passed the compiler and is not registered");
        }
        return spec;
    }

    void add(int type, String name, int min, int max, Op op) {
        specs.put(type, new TermSpec(name, min, max, Set.of(), op));
    }

    void add(int type, String name, int min, int max, Set<String> optargs, Op op) {
        specs.put(type, new TermSpec(name, min, max, optargs, op));
    }
}
