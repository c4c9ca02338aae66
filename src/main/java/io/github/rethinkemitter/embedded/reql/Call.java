package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One evaluation of a term. Evaluates an argument when the term's operation asks for it, and checks its type. */
final class Call {
    private final Evaluator evaluator;
    private final Term term;
    private final Scope scope;
    private final List<Term> args;
    private final @Nullable Val[] values;
    private boolean inGroup;

    Call(Evaluator evaluator, Term term, Scope scope) {
        this.evaluator = evaluator;
        this.term = term;
        this.scope = scope;
        this.args = term.hasSplice() ? splice() : term.args();
        this.values = new Val[args.size()];
    }

    /** The same call with a group as its first argument. */
    Call withGroup(Val first) {
        Call call = new Call(evaluator, term, scope);
        call.values[0] = first;
        call.inGroup = true;
        return call;
    }

    /** The same call for a function that is kept when the query has ended. */
    Call lasting() {
        return new Call(new Evaluator(env().lasting()), term, scope);
    }

    private List<Term> splice() {
        List<Term> spliced = new ArrayList<>();
        for (Term arg : term.args()) {
            if (arg.type() == Term.ARGS) {
                Datum all = Values.datum(evaluator.eval(arg.args().get(0), scope));
                if (!(all instanceof Arr items)) {
                    throw all.mismatch("Expected type ARRAY but found " + all.typeName() + ".");
                }
                items.items().forEach(item -> spliced.add(Term.constant(item, arg.place())));
            } else {
                spliced.add(arg);
            }
        }
        TermSpec spec = spec();
        if (!spec.takes(spliced.size())) {
            throw ReqlException.logic("Expected " + spec.expectation() + " but found " + spliced.size() + ".");
        }
        return spliced;
    }

    /** Whether the first argument is a group of grouped data. */
    boolean inGroup() {
        return inGroup;
    }

    Env env() {
        return evaluator.env();
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Scope scope() {
        return scope;
    }

    Term term() {
        return term;
    }

    TermSpec spec() {
        return Registry.get(term.type());
    }

    int size() {
        return args.size();
    }

    Term argTerm(int i) {
        return args.get(i);
    }

    Val arg(int i) {
        Val value = values[i];
        if (value == null) {
            value = evaluator.eval(args.get(i), scope);
            values[i] = value;
        }
        return value;
    }

    /** The argument in another form. If that fails, the error's backtrace names the argument. */
    <T> T arg(int i, Function<Val, T> form) {
        Val value = arg(i);
        try {
            return form.apply(value);
        } catch (ReqlException error) {
            throw LocatedException.at(error, args.get(i).place());
        }
    }

    Datum datum(int i) {
        return arg(i, Values::datum);
    }

    /** The arguments from a position on. */
    List<Datum> datums(int from) {
        List<Datum> datums = new ArrayList<>();
        for (int i = from; i < size(); i++) {
            datums.add(datum(i));
        }
        return datums;
    }

    // As in a real server, the backtrace of a type error of a plain value names the term, not the argument.
    double number(int i) {
        return Values.number(datum(i));
    }

    String string(int i) {
        return arg(i, value -> Values.string(Values.datum(value)));
    }

    boolean bool(int i) {
        return Values.isTrue(datum(i));
    }

    Obj object(int i) {
        return Values.object(datum(i));
    }

    Arr array(int i) {
        return Values.array(datum(i));
    }

    long whole(int i) {
        return arg(i, val -> Numbers.integer(Values.number(Values.datum(val))));
    }

    int integer(int i) {
        long value = whole(i);
        if (value != (int) value) {
            throw ReqlException.logic("Number not a 32-bit integer: " + value);
        }
        return (int) value;
    }

    OpenTable table(int i) {
        return arg(i, Values::table);
    }

    Database database(int i) {
        return arg(i, Values::database);
    }

    Seq seq(int i) {
        return Values.seq(arg(i));
    }

    /** The elements of a sequence that ends. */
    Iterator<Datum> elements(int i) {
        return finite(i).iterator();
    }

    /** A sequence that ends. A changefeed and {@code r.range()} do not, and are refused. */
    Seq finite(int i) {
        Seq seq = seq(i);
        try {
            return seq.requireFinite();
        } catch (ReqlException endless) {
            throw LocatedException.at(endless, args.get(i).place());
        }
    }

    Func func(int i) {
        return arg(i, Values::func);
    }

    /** A function, or a value as a function that always returns it. */
    Func funcOrConstant(int i) {
        return arg(i) instanceof Val.Fn fn ? fn.func() : Func.of(constant(datum(i)));
    }

    private static Function<Datum, Datum> constant(Datum value) {
        return row -> value;
    }

    /** A function, or a string as a function that returns the field of that name. */
    Func funcOrField(int i) {
        return arg(i) instanceof Val.Fn fn ? fn.func() : Func.of(Fields.getter(string(i)));
    }

    boolean has(String optarg) {
        return term.optargs().containsKey(optarg);
    }

    @Nullable
    Val optarg(String name) {
        Term optarg = term.optargs().get(name);
        return optarg == null ? null : evaluator.eval(optarg, scope);
    }

    String string(String optarg, String otherwise) {
        Val value = optarg(optarg);
        return value == null ? otherwise : Values.string(Values.datum(value));
    }

    @Nullable
    String index() {
        return has("index") ? string("index", "") : null;
    }

    boolean bool(String optarg, boolean otherwise) {
        Val value = optarg(optarg);
        return value == null ? otherwise : Values.isTrue(Values.datum(value));
    }
}
