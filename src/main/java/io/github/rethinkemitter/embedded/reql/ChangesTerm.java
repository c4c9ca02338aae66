package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code changes}: a changefeed on a table, a part of one, or a document. */
final class ChangesTerm {
    private ChangesTerm() {}

    static void register(Registry registry) {
        registry.add(
                152,
                "changes",
                1,
                1,
                Set.of(
                        "squash",
                        "changefeed_queue_size",
                        "include_initial",
                        "include_offsets",
                        "include_states",
                        "include_types"),
                ChangesTerm::eval);
    }

    private static Val eval(Call call) {
        Squash squash = squash(call);
        FeedOptions options = new FeedOptions(
                squash.on(),
                squash.seconds(),
                call.bool("include_initial", false),
                call.bool("include_states", false),
                call.bool("include_types", false),
                call.bool("include_offsets", false),
                queueSize(call));
        FeedScope scope = call.arg(0, val -> scope(call.env(), val));
        if (options.offsets() && scope.top() == null) {
            throw ReqlException.logic("Cannot include offsets for " + (scope.point() ? "point" : "range") + " subs.");
        }
        return Val.of(Seq.of(new Changefeed(scope, options, call.env().server().seed())));
    }

    private static FeedScope scope(Env env, Val val) {
        if (val instanceof Val.Row row) {
            Seq least = row.least();
            return least == null ? point(row) : range(env, least);
        }
        return range(env, Values.seq(val));
    }

    /** The scope of a changefeed that follows a single document. */
    private static FeedScope point(Val.Row row) {
        return new FeedScope(followable(row.table()), List.of(Range.only(null, row.key())), List.of(), true, null);
    }

    /** The scope of a changefeed that follows a table, a part of a table, or the first documents of a part. */
    private static FeedScope range(Env env, Seq seq) {
        Slice slice = seq.slice();
        if (seq.table() == null || slice == null || seq.feed() != null) {
            throw ReqlException.logic("Cannot call `changes` on an eager stream.");
        }
        seq.stages().forEach(ChangesTerm::checkStage);
        OpenTable table = followable(seq.table());
        Slice.Limit limit = slice.limit();
        if (limit == null) {
            return new FeedScope(table, slice.ranges(), seq.stages(), false, null);
        }
        List<Stage> stages = stagesAround(limit, seq.stages());
        return new FeedScope(table, slice.ranges(), stages, false, top(env, slice, limit));
    }

    /** The stages before a {@code limit} and those after it, which may be filters only. */
    private static List<Stage> stagesAround(Slice.Limit limit, List<Stage> after) {
        if (after.stream().anyMatch(stage -> !(stage instanceof Stage.Called called && called.filter()))) {
            throw ReqlException.logic("Changefeeds are not supported on queries that have a transformation following a"
                    + " `limit` term.  Transformations include terms such as `filter`, `map`, `pluck`, etc. "
                    + " Consider moving the transformation before the `limit` term.");
        }
        limit.stages().forEach(ChangesTerm::checkStage);
        List<Stage> stages = new ArrayList<>(limit.stages());
        stages.addAll(after);
        return stages;
    }

    private static FeedScope.Top top(Env env, Slice slice, Slice.Limit limit) {
        int longest = env.limits().array();
        if (limit.count() > longest) {
            throw new ReqlException(
                    ErrorType.RESOURCE_LIMIT,
                    "Array size limit `" + longest + "` exceeded.  (`.limit(X).changes()` is illegal if X is larger"
                            + " than the array size limit.)");
        }
        if (slice.sorting() == Slice.Sorting.UNORDERED) {
            throw ReqlException.logic("Cannot get changes on the first elements of an unordered stream.");
        }
        return new FeedScope.Top((int) limit.count(), slice.sorting() == Slice.Sorting.DESCENDING);
    }

    // Each query gets new system tables, so nothing could report a change of one to a changefeed.
    private static OpenTable followable(OpenTable table) {
        if (table.system() != null) {
            throw ReqlException.failed("The embedded server has no changefeeds on `"
                    + table.table().id().display() + "`.");
        }
        return table;
    }

    private static void checkStage(Stage stage) {
        if (stage instanceof Stage.Spreading) {
            throw ReqlException.logic("Cannot call `changes` after `concat_map`.");
        }
        if (stage instanceof JoinTerms.Zip) {
            throw ReqlException.logic("Cannot call `changes` after `zip`.");
        }
        if (stage instanceof Stage.Called called && !called.deterministic()) {
            throw ReqlException.logic("Cannot call `changes` after a non-deterministic function.");
        }
    }

    /** Whether several changes of a document become one, and for how many seconds changes gather for that. */
    private record Squash(boolean on, double seconds) {}

    private static Squash squash(Call call) {
        Val given = call.optarg("squash");
        if (given == null) {
            return new Squash(false, 0);
        }
        Datum squash = Values.datum(given);
        if (squash instanceof Datum.Num seconds) {
            if (seconds.value() < 0) {
                throw ReqlException.logic("Expected BOOL or a positive NUMBER but found a negative NUMBER.");
            }
            return new Squash(true, seconds.value());
        }
        if (squash instanceof Datum.Bool flag) {
            return new Squash(flag.value(), 0);
        }
        throw LocatedException.at(
                ReqlException.logic("Expected BOOL or NUMBER but found " + squash.typeName() + "."),
                call.term().place().at("squash"));
    }

    private static int queueSize(Call call) {
        Val given = call.optarg("changefeed_queue_size");
        if (given == null) {
            return call.env().limits().feedQueue();
        }
        double size = Values.number(Values.datum(given));
        if (size < 1) {
            throw ReqlException.logic("Illegal changefeed queue size `" + Numbers.json(size) + "`.  (Must be >= 1.)");
        }
        return (int) size;
    }
}
