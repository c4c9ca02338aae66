package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.*;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The lasting positions of subscribers, in a table beside that of the events.
 *
 * <pre>
 * position = { id: subscriber, owner: text, ts: TIME, from: TIME, at: TIME, whole: flag, crashes?: number, state: text, v: 1 }
 * owner    = the process that claimed it last, which alone may write it
 * ts, from = the position, and from when events are still read again
 * at       = when it was written
 * whole    = whether it was written at an orderly stop, and nothing was handled since
 * crashes  = how many processes in a row have ended without that, before they had handed out again what may have been handled
 * state    = see BookmarkText
 *
 * seen     = { id: [subscriber, text], ids: text, to: TIME }       documents without a number that were handled
 * ids      = see BookmarkText
 * to       = the newest of their times: they are needed no longer when from is later
 * </pre>
 */
public final class PositionQueries {

    private static final int ROW = 1; // the parameter of functions of a position

    private final String table;

    public PositionQueries(TableName positions) {
        this.table = positions.term();
    }

    /**
     * Makes the subscription the owner of its position, and answers the position as it was, up to when events may have been deleted,
     * and the documents that were seen:
     *
     * <pre>
     * [table.get(name).replace(row => r.branch(row == null, null, row.merge({owner, whole: false, at: r.now(),
     *                              crashes: r.branch((row.whole == true).default(false), 0, row.crashes.default(0) + 1)})),
     *                          {return_changes: 'always'})('changes')(0)('old_val'),
     *  table.get('#sweeper')('swept').default(null),
     *  table.between([name, r.minval], [name, r.maxval])('ids').coerceTo('array')]
     * </pre>
     */
    public String claim(Subscription subscription) {
        String row = parameter(ROW);
        String crashes = branch(
                orDefault(equal(field(row, "whole"), TRUE), FALSE),
                "0",
                add(orDefault(field(row, "crashes"), "0"), "1"));
        String owned = merge(
                row,
                "{\"owner\":" + text(subscription.owner()) + ",\"whole\":false,\"at\":" + NOW + ",\"crashes\":"
                        + crashes + "}");
        String taken = replace(
                row(subscription.name()),
                function(ROW, branch(equal(row, NULL), NULL, owned)),
                "{\"return_changes\":\"always\"}");
        String before = field(term(45, field(taken, "changes"), "0"), "old_val");
        String seen = term(51, field(seen(subscription.name()), "ids"), text("array"));
        return array(before, swept(), seen);
    }

    /** {@code table.between([name, r.minval], [name, r.maxval])} */
    private String seen(String name) {
        return term(182, table, array(text(name), term(180)), array(text(name), term(181)));
    }

    /** {@code table.get('#sweeper')('swept').default(null)} */
    public String swept() {
        return orDefault(field(row("#sweeper"), "swept"), NULL);
    }

    private String row(String id) {
        return get(table, id);
    }

    /** Reads the answer to {@link #claim}. */
    public static final RowReader CLAIM = (json, frame, into) -> {
        expect(json.currentToken(), JsonToken.START_ARRAY);
        Saved saved = json.nextToken() == JsonToken.START_OBJECT ? saved(json) : null;
        json.nextToken();
        Instant swept = RowValues.time(json);
        expect(json.nextToken(), JsonToken.START_ARRAY);
        List<String> seen = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            seen.add(json.getText());
        }
        expect(json.nextToken(), JsonToken.END_ARRAY);
        into.add(new PositionClaim(saved == null ? null : saved.with(seen), swept == null ? Instant.MIN : swept));
    };

    /** Reads the answer to {@link #swept}: {@code Instant.MIN} where nobody has swept. */
    public static final RowReader SWEPT = (json, frame, into) -> {
        Instant swept = RowValues.time(json);
        into.add(swept == null ? Instant.MIN : swept);
    };

    // A document into which no position was written yet, as after a claim, is none.
    private static @Nullable Saved saved(JsonParser json) throws IOException {
        Instant position = null;
        Instant from = null;
        boolean whole = false;
        String state = null;
        int crashes = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "ts" -> position = RowValues.time(json);
                case "from" -> from = RowValues.time(json);
                case "whole" -> whole = value == JsonToken.VALUE_TRUE;
                case "crashes" -> crashes = value == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : 0;
                case "state" -> state = value == JsonToken.VALUE_STRING ? json.getText() : null;
                default -> json.skipChildren();
            }
        }
        return position == null || from == null || state == null
                ? null
                : new Saved(position, from, whole, state, crashes);
    }

    private record Saved(Instant position, Instant from, boolean whole, String state, int crashes) {

        Bookmark with(List<String> seen) throws IOException {
            return BookmarkText.read(position, from, whole, state, seen).after(whole ? 0 : crashes + 1);
        }
    }

    /**
     * Writes the position, unless another owns it or it would go back, and answers who owns it. What was seen since the last time
     * is written before.
     *
     * <pre>
     * table.get(name).replace(row => r.branch(row == null or row.owner == owner and row.ts &lt;= ts, {…}, row), {durability})
     *     .merge({owner: table.get(name)('owner').default('')})
     * </pre>
     *
     * @param lasting whether the answer may come only when the position is on the server's disk
     */
    public String save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        String durability = lasting ? HARD : SOFT;
        String row = parameter(ROW);
        String mayWrite = and(
                equal(field(row, "owner"), text(subscription.owner())),
                notAfter(field(row, "ts"), TsRange.time(bookmark.position())));
        String written = replace(
                row(subscription.name()),
                function(ROW, branch(or(equal(row, NULL), mayWrite), position(subscription, bookmark), row)),
                durability);
        String saved = merge(written, "{\"owner\":" + owner(subscription) + "}");
        return bookmark.seen().isEmpty()
                ? saved
                : after(addSeen(subscription, bookmark, durability), forgetSeen(subscription, bookmark), saved);
    }

    private static String position(Subscription subscription, Bookmark bookmark) {
        return "{\"id\":" + text(subscription.name()) + ",\"owner\":" + text(subscription.owner()) + ",\"ts\":"
                + TsRange.time(bookmark.position()) + ",\"from\":" + TsRange.time(bookmark.from()) + ",\"at\":" + NOW
                + ",\"whole\":" + bookmark.whole()
                + (bookmark.crashes() == 0 ? "" : ",\"crashes\":" + bookmark.crashes()) + ",\"state\":"
                + text(BookmarkText.write(bookmark)) + ",\"v\":1}";
    }

    // A function is called when its arguments have been evaluated, in their order.
    private static String after(String first, String second, String last) {
        return term(64, term(69, array("2", "3"), last), first, second);
    }

    /** {@code table.get(name)('owner').default('')} */
    private String owner(Subscription subscription) {
        return orDefault(field(row(subscription.name()), "owner"), text(""));
    }

    /** {@code r.branch(position == null or position.owner == owner, table.insert({…}), null)} */
    private String addSeen(Subscription subscription, Bookmark bookmark, String durability) {
        List<Seen> seen = bookmark.seen();
        Instant to = seen.stream().map(Seen::ts).max(Comparator.naturalOrder()).orElse(bookmark.position());
        String id = array(text(subscription.name()), text(UUID.randomUUID().toString()));
        String document =
                "{\"id\":" + id + ",\"ids\":" + text(BookmarkText.write(seen)) + ",\"to\":" + TsRange.time(to) + "}";
        String mayWrite =
                or(equal(row(subscription.name()), NULL), equal(owner(subscription), text(subscription.owner())));
        return branch(mayWrite, insert(table, document, durability), NULL);
    }

    /** {@code seen.filter(old => old.to < from).delete()} */
    private String forgetSeen(Subscription subscription, Bookmark bookmark) {
        String isOld = before(field(parameter(4), "to"), TsRange.time(bookmark.from()));
        return delete(filter(seen(subscription.name()), function(4, isOld)), SOFT);
    }

    /** Reads the answer to {@link #save}. */
    public static SaveResult saved(Subscription subscription, List<Object> rows) {
        if (rows.isEmpty() || !(rows.get(0) instanceof Map<?, ?> reply)) {
            return new SaveResult.Failed(new IOException("RTH0217 the database's answer is empty"));
        }
        if (!Double.valueOf(0).equals(reply.get("errors"))) {
            return new SaveResult.Failed(new IOException("RTH0215 the database answers \""
                    + Failures.firstLine(String.valueOf(reply.get("first_error"))) + "\""));
        }
        String owner = Objects.toString(reply.get("owner"));
        return owner.equals(subscription.owner()) ? new SaveResult.Saved() : new SaveResult.TakenOver(owner);
    }

    private static void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("a position is answered with " + found + " where " + wanted + " belongs");
        }
    }
}
