package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code union}: several sequences one after another, or with {@code interleave} merged by an order that each of them has. */
final class UnionTerm {
    private static final String INTERLEAVE = "interleave";

    private UnionTerm() {}

    static void register(Registry registry) {
        registry.add(44, "union", 0, -1, Set.of(INTERLEAVE), UnionTerm::eval);
    }

    private static Val eval(Call call) {
        List<Seq> seqs = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            seqs.add(call.seq(i));
        }
        if (seqs.stream().anyMatch(seq -> seq.feed() != null)) {
            throw ReqlException.failed("The embedded server has no changefeeds on unions.");
        }
        Comparator<Datum> order = order(call);
        boolean endless = seqs.stream().anyMatch(Seq::isEndless);
        Supplier<Iterator<Datum>> all = () -> order == null ? new Chained(seqs.iterator()) : new Merged(seqs, order);
        if (seqs.stream().allMatch(UnionTerm::isArray)) {
            List<Datum> items = Seq.stream(all).toList(call.env().limits().array());
            return Val.of(new Arr(items));
        }
        Seq.Endless endlessly = all::get;
        return Val.of(Seq.stream(endless ? endlessly : all));
    }

    private static boolean isArray(Seq seq) {
        return seq.kind() == Seq.Kind.ARRAY || seq.kind() == Seq.Kind.SELECTION_ARRAY;
    }

    private static @Nullable Comparator<Datum> order(Call call) {
        Term given = call.term().optargs().get(INTERLEAVE);
        if (given == null) {
            return null;
        }
        if (given.type() == Term.MAKE_ARRAY) {
            Comparator<Datum> order = null;
            for (Term by : given.args()) {
                Comparator<Datum> next = OrderTerms.comparator(call, by);
                order = order == null ? next : order.thenComparing(next);
            }
            return order;
        }
        // Without an order each sequence is read to its end before the next one begins.
        return given.constant() instanceof Datum.Bool ? null : OrderTerms.comparator(call, given);
    }

    /** One sequence after another. */
    private static final class Chained implements Iterator<Datum> {
        private final Iterator<Seq> outer;
        private Iterator<Datum> current = List.<Datum>of().iterator();

        Chained(Iterator<Seq> outer) {
            this.outer = outer;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && outer.hasNext()) {
                current = outer.next().iterator();
            }
            return current.hasNext();
        }

        @Override
        public Datum next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }

    /** Takes the smallest of the sequences' next elements each time. */
    private static final class Merged implements Iterator<Datum> {
        private final Comparator<Datum> order;
        private final List<Iterator<Datum>> sources = new ArrayList<>();
        private final List<Datum> heads = new ArrayList<>();

        Merged(List<Seq> seqs, Comparator<Datum> order) {
            this.order = order;
            for (Seq seq : seqs) {
                Iterator<Datum> source = seq.iterator();
                if (source.hasNext()) {
                    sources.add(source);
                    heads.add(source.next());
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public Datum next() {
            if (heads.isEmpty()) {
                throw new NoSuchElementException();
            }
            int least = 0;
            for (int i = 1; i < heads.size(); i++) {
                least = order.compare(heads.get(i), heads.get(least)) < 0 ? i : least;
            }
            Datum next = heads.get(least);
            if (sources.get(least).hasNext()) {
                Datum following = sources.get(least).next();
                if (order.compare(following, next) < 0) {
                    throw ReqlException.logic("The streams given as arguments are not ordered by given ordering.");
                }
                heads.set(least, following);
            } else {
                sources.remove(least);
                heads.remove(least);
            }
            return next;
        }
    }
}
