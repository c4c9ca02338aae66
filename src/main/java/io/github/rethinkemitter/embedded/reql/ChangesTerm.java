package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.List;
import java.util.Set;

/** {@code changes}: a feed on a table, a part of one, or a document. */
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
        FeedOptions options = new FeedOptions(
                squash(call),
                call.bool("include_initial", false),
                call.bool("include_states", false),
                call.bool("include_types", false),
                queueSize(call));
        Feed feed = new Feed(
                call.arg(0, ChangesTerm::scope),
                options,
                call.env().server().tuning().seed());
        return Val.of(Seq.of(feed));
    }

    private static FeedScope scope(Val val) {
        if (val instanceof Val.Row row) {
            return new FeedScope(row.table(), List.of(Range.only(null, row.key())), List.of(), true);
        }
        Seq seq = Values.seq(val);
        Slice slice = seq.slice();
        if (seq.table() == null || slice == null || seq.feed() != null) {
            throw ReqlException.logic("Cannot call `changes` on an eager stream.");
        }
        if (seq.stages().stream().anyMatch(Stage.Spreading.class::isInstance)) {
            throw ReqlException.logic("Cannot call `changes` after `concat_map`.");
        }
        return new FeedScope(seq.table(), slice.ranges(), seq.stages(), false);
    }

    private static boolean squash(Call call) {
        Val given = call.optarg("squash");
        if (given == null) {
            return false;
        }
        Datum squash = Values.datum(given);
        if (squash instanceof Datum.Num seconds) {
            if (seconds.value() < 0) {
                throw ReqlException.logic("Expected BOOL or a positive NUMBER but found a negative NUMBER.");
            }
            return true;
        }
        if (squash instanceof Datum.Bool flag) {
            return flag.value();
        }
        throw Located.at(
                squash.mismatch("Expected BOOL or NUMBER but found " + squash.typeName() + "."),
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
