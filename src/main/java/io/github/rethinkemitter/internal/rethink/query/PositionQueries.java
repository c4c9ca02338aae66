package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.Json;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
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
 * position = { id: subscriber, owner: text, ts: TIME, from: TIME, at: TIME, whole: flag, state: text, v: 1 }
 * owner    = who may write it: the process that took it last
 * ts, from = position, and what is still read again
 * at       = when it was written
 * whole    = whether it was written at an orderly stop, and nothing was handled since
 * state    = see BookmarkText
 *
 * seen     = { id: [subscriber, text], ids: text, to: TIME }       documents without a number that were handled
 * ids      = see BookmarkText
 * to       = the newest of their times: when the position is beyond it, they are needed no longer
 * </pre>
 */
public final class PositionQueries {

    private static final String ROW = "[10,[1]]";

    private final String table;

    /** @param table the term of the table */
    public PositionQueries(String table) {
        this.table = table;
    }

    /**
     * The position as it was, of which the owner is another from now on, and up to when events may have been deleted:
     * {@code [table.get(name).replace(row => row == null ? null : row.merge({owner, whole: false, at}))…old_val, table.get('#sweeper')('swept')]}
     */
    public String claim(Subscription subscription) {
        String taken =
                "[55,[" + row(subscription.name()) + ",[69,[[2,[1]],[65,[[17,[" + ROW + ",null]],null,[35,[" + ROW
                        + ",{\"owner\":" + Json.quote(subscription.owner()) + ",\"whole\":false,\"at\":" + Reql.NOW
                        + "}]]]]]]],"
                        + "{\"return_changes\":\"always\"}]";
        String before = "[170,[[45,[[170,[" + taken + ",\"changes\"]],0]],\"old_val\"]]";
        String seen = "[51,[[170,[" + seen(subscription.name()) + ",\"ids\"]],\"array\"]]";
        return "[2,[" + before + "," + swept() + "," + seen + "]]";
    }

    /** {@code table.between([name, r.minval], [name, r.maxval])} */
    private String seen(String name) {
        String key = "[2,[" + Json.quote(name) + ",";
        return "[182,[" + table + "," + key + "[180,[]]]]," + key + "[181,[]]]]]]";
    }

    /** {@code table.get('#sweeper')('swept').default(null)} */
    public String swept() {
        return "[92,[[170,[" + row("#sweeper") + ",\"swept\"]],null]]";
    }

    private String row(String id) {
        return "[16,[" + table + "," + Json.quote(id) + "]]";
    }

    /** Reads the answer to {@link #claim}. */
    public static final RowReader CLAIM = (json, frame, into) -> {
        expect(json.currentToken(), JsonToken.START_ARRAY);
        Saved saved = json.nextToken() == JsonToken.START_OBJECT ? saved(json) : null;
        json.nextToken();
        Instant swept = Json.time(json);
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
        Instant swept = Json.time(json);
        into.add(swept == null ? Instant.MIN : swept);
    };

    // A position that was claimed before anything was written into it is none.
    private static @Nullable Saved saved(JsonParser json) throws IOException {
        Instant position = null;
        Instant from = null;
        boolean whole = false;
        String state = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "ts" -> position = Json.time(json);
                case "from" -> from = Json.time(json);
                case "whole" -> whole = value == JsonToken.VALUE_TRUE;
                case "state" -> state = value == JsonToken.VALUE_STRING ? json.getText() : null;
                default -> json.skipChildren();
            }
        }
        return position == null || from == null || state == null ? null : new Saved(position, from, whole, state);
    }

    private record Saved(Instant position, Instant from, boolean whole, String state) {

        Bookmark with(List<String> seen) throws IOException {
            return BookmarkText.read(position, from, whole, state, seen);
        }
    }

    /**
     * Writes it for its owner, never back:
     * {@code table.get(name).replace(row => row == null || row.owner == owner && row.ts <= ts ? {…} : row).merge({owner})},
     * after what was seen since the last time.
     */
    public String save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        String owner = Json.quote(subscription.owner());
        String position = TsRange.time(bookmark.position());
        String mine = "[67,[[17,[" + field("owner") + "," + owner + "]],[20,[" + field("ts") + "," + position + "]]]]";
        String now = "{\"id\":" + Json.quote(subscription.name()) + ",\"owner\":" + owner + ",\"ts\":" + position
                + ",\"from\":" + TsRange.time(bookmark.from()) + ",\"at\":" + Reql.NOW + ",\"whole\":"
                + bookmark.whole()
                + ",\"state\":"
                + Json.quote(BookmarkText.write(bookmark)) + ",\"v\":1}";
        String written = "[55,[" + row(subscription.name()) + ",[69,[[2,[1]],[65,[[66,[[17,[" + ROW + ",null]]," + mine
                + "]]," + now + "," + ROW + "]]]]],{\"durability\":\"" + (lasting ? "hard" : "soft") + "\"}]";
        String saved = "[35,[" + written + ",{\"owner\":" + owner(subscription) + "}]]";
        if (bookmark.seen().isEmpty()) {
            return saved;
        }
        String durability = "{\"durability\":\"" + (lasting ? "hard" : "soft") + "\"}";
        return "[64,[[69,[[2,[2,3]]," + saved + "]]," + addSeen(subscription, bookmark, durability) + ","
                + forgetSeen(subscription, bookmark) + "]]";
    }

    // table.get(name)('owner').default('')
    private String owner(Subscription subscription) {
        return "[92,[[170,[" + row(subscription.name()) + ",\"owner\"]],\"\"]]";
    }

    private String addSeen(Subscription subscription, Bookmark bookmark, String durability) {
        List<Seen> seen = bookmark.seen();
        Instant to = seen.stream().map(Seen::ts).max(Comparator.naturalOrder()).orElse(bookmark.position());
        String document = "{\"id\":[2,[" + Json.quote(subscription.name()) + ","
                + Json.quote(UUID.randomUUID().toString()) + "]],\"ids\":" + Json.quote(BookmarkText.write(seen))
                + ",\"to\":" + TsRange.time(to) + "}";
        String mine = "[17,[" + owner(subscription) + "," + Json.quote(subscription.owner()) + "]]";
        return "[65,[[66,[[17,[" + row(subscription.name()) + ",null]]," + mine + "]],[56,[" + table + "," + document
                + "]," + durability + "],null]]";
    }

    private String forgetSeen(Subscription subscription, Bookmark bookmark) {
        String old = "[39,[" + seen(subscription.name()) + ",[69,[[2,[4]],[19,[[170,[[10,[4]],\"to\"]],"
                + TsRange.time(bookmark.from()) + "]]]]]]";
        return "[54,[" + old + "],{\"durability\":\"soft\"}]";
    }

    private static String field(String name) {
        return "[170,[" + ROW + ",\"" + name + "\"]]";
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
