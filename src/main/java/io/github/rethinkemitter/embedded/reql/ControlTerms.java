package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.Iterator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Terms that decide what is evaluated, and {@code r.error} and {@code r.range}. */
final class ControlTerms {
    private ControlTerms() {}

    static void register(Registry registry) {
        registry.add(64, "funcall", 1, -1, ControlTerms::funcall);
        registry.add(65, "branch", 3, -1, ControlTerms::branch);
        registry.add(66, "or", 0, -1, call -> decide(call, true));
        registry.add(67, "and", 0, -1, call -> decide(call, false));
        registry.add(23, "not", 1, 1, call -> Val.of(!call.bool(0)));
        registry.add(92, "default", 2, 2, ControlTerms::orElse);
        registry.add(12, "error", 0, 1, ControlTerms::error);
        registry.add(173, "range", 0, 2, ControlTerms::range);
    }

    private static Val funcall(Call call) {
        Func func = call.funcOrConstant(0);
        Datum[] arguments = new Datum[call.size() - 1];
        for (int i = 1; i < call.size(); i++) {
            arguments[i - 1] = call.datum(i);
        }
        return func.apply(arguments);
    }

    private static Val branch(Call call) {
        if (call.size() % 2 == 0) {
            throw ReqlException.logic("Cannot call `branch` term with an even number of arguments.");
        }
        for (int i = 0; i + 1 < call.size(); i += 2) {
            if (call.bool(i)) {
                return call.arg(i + 1);
            }
        }
        return call.arg(call.size() - 1);
    }

    /** The first argument whose truth decides, else the last argument. */
    private static Val decide(Call call, boolean decisive) {
        for (int i = 0; i < call.size(); i++) {
            if (i == call.size() - 1 || call.bool(i) == decisive) {
                return call.arg(i);
            }
        }
        return Val.of(!decisive);
    }

    private static Val orElse(Call call) {
        @Nullable ReqlException problem = null;
        try {
            Val value = call.arg(0);
            if (!(value instanceof Val.Value || value instanceof Val.Row)
                    || !(Values.datum(value) instanceof Datum.Null)) {
                return value;
            }
        } catch (ReqlException error) {
            if (error.type() != ErrorType.NON_EXISTENCE) {
                throw error;
            }
            problem = error;
        }
        try {
            Val fallback = call.arg(1);
            return fallback instanceof Val.Fn fn
                    ? fn.func().apply(problem == null ? Datum.NULL : Datum.of(problem.text()))
                    : fallback;
        } catch (ReqlException error) {
            if (error.type() != ErrorType.EMPTY_USER) {
                throw error;
            }
            if (problem != null) {
                throw problem;
            }
            return Val.of(Datum.NULL);
        }
    }

    private static Val error(Call call) {
        if (call.size() == 0) {
            throw new ReqlException(ErrorType.EMPTY_USER, "Empty ERROR term outside a default block.");
        }
        throw new ReqlException(ErrorType.USER, call.string(0));
    }

    private static Val range(Call call) {
        long from = call.size() == 2 ? call.integer(0) : 0;
        if (call.size() == 0) {
            Seq.Endless numbers = () -> numbers(call.env(), 0, Long.MAX_VALUE);
            return Val.of(Seq.stream(numbers));
        }
        long to = call.integer(call.size() - 1);
        return Val.of(Seq.stream(() -> numbers(call.env(), from, to)));
    }

    private static Iterator<Datum> numbers(Env env, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(number -> {
                    env.checkWanted();
                    return Datum.of((double) number);
                })
                .iterator();
    }
}
