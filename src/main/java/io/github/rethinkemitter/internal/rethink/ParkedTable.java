package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.rethink.query.Answers;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.ParkQueries;
import io.github.rethinkemitter.internal.rethink.query.ParkedDocument;
import io.github.rethinkemitter.internal.rethink.query.ParkedDocumentReader;
import io.github.rethinkemitter.internal.rethink.query.ParkedDocumentReader.InOrder;
import io.github.rethinkemitter.internal.rethink.query.ParkedDocumentReader.Unreadable;
import io.github.rethinkemitter.internal.rethink.query.ParkedGroupQueries;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of events that observers failed on. Safe for use by many threads. */
final class ParkedTable implements ParkedStore {

    // Characters of documents in one insert. The server refuses a query of 64 MiB, and while it reads one it does
    // nothing
    // else for the connection.
    private static final int LARGEST_INSERT = 8 << 20;

    private final QueryConnection connection;
    private final TableName table;
    private final ParkQueries reql;
    private final ParkedGroupQueries groups;
    private final MissingRights rights;

    ParkedTable(QueryConnection connection, TableName events, MissingRights rights) {
        this.connection = connection;
        this.table = events.parked();
        this.reql = new ParkQueries(events);
        this.groups = new ParkedGroupQueries(events);
        this.rights = rights;
    }

    @Override
    public void park(Subscription owner, List<ParkedWrite> outcomes) throws IOException {
        for (List<String> documents : inserts(owner, outcomes)) {
            write(reql.park(owner, documents));
        }
    }

    @Override
    public Set<String> hold(Subscription owner, List<ParkedWrite> calls) throws IOException {
        Set<String> others = new HashSet<>();
        for (List<String> documents : inserts(owner, calls)) {
            if (write(reql.hold(owner, documents)).get("others") instanceof List<?> ids) {
                ids.forEach(id -> others.add(String.valueOf(id)));
            }
        }
        return others;
    }

    // One list for each insert.
    private static List<List<String>> inserts(Subscription owner, List<ParkedWrite> writes) {
        List<List<String>> inserts = new ArrayList<>();
        long size = LARGEST_INSERT;
        for (ParkedWrite write : writes) {
            String document = ParkedDocument.of(owner, write);
            size += document.length();
            if (size > LARGEST_INSERT) {
                inserts.add(new ArrayList<>());
                size = document.length();
            }
            inserts.get(inserts.size() - 1).add(document);
        }
        return inserts;
    }

    @Override
    public void forget(Subscription owner, Set<String> ids) throws IOException {
        if (!ids.isEmpty()) {
            write(reql.forget(owner, ids));
        }
    }

    @Override
    public List<ParkedEntry> takeDue(Subscription owner, int atMost) throws IOException {
        Map<String, ParkedEntry> taken = new HashMap<>();
        List<ParkedEntry> inOrder = new ArrayList<>();
        List<String> ids = List.of();
        for (Object row : ask(reql.takeDue(owner, atMost), ParkedDocumentReader.ENTRIES)) {
            if (row instanceof ParkedEntry entry) {
                taken.put(entry.id(), entry);
            } else if (row instanceof InOrder order) {
                ids = order.ids();
            } else if (row instanceof Unreadable unreadable) {
                // The others have to go on.
                Log.entryUnreadable(table, unreadable.id());
            }
        }
        for (String id : ids) {
            ParkedEntry entry = taken.get(id);
            if (entry != null) {
                inOrder.add(entry);
            }
        }
        return inOrder;
    }

    @Override
    public void release(Subscription owner, Set<String> known) throws IOException {
        write(reql.release(owner, known));
    }

    @Override
    public Set<String> changedSincePosition(Subscription owner, int atMost) throws IOException {
        Set<String> ids = new HashSet<>();
        ask(reql.changedSincePosition(owner, atMost), RowValues.TREE).forEach(id -> ids.add(String.valueOf(id)));
        return ids;
    }

    @Override
    public List<ParkedGroup> groups(Subscription owner) throws IOException {
        return ParkedGroupQueries.groups(ask(groups.groups(owner), RowValues.TREE));
    }

    @Override
    public boolean advance(Subscription owner, String group, @Nullable String by) throws IOException {
        return ParkedGroupQueries.isLeft(write(groups.advance(owner, group, by)));
    }

    @Override
    public Set<String> takeDiscarded(Subscription owner) throws IOException {
        return ParkedGroupQueries.discarded(write(groups.takeDiscarded(owner)));
    }

    @Override
    public List<ParkedEntry> find(ParkedFilter filter, @Nullable ParkedEntry after, int atMost) throws IOException {
        List<ParkedEntry> entries = new ArrayList<>();
        for (Object row : ask(reql.find(filter, after, atMost), ParkedDocumentReader.ENTRIES)) {
            entries.add(readable(row));
        }
        return entries;
    }

    @Override
    public long count(ParkedFilter filter) throws IOException {
        return number(reql.count(filter));
    }

    @Override
    public Optional<ParkedEntry> get(String id) throws IOException {
        List<Object> rows = ask(reql.entry(id), ParkedDocumentReader.ENTRIES);
        return rows.isEmpty() ? Optional.empty() : Optional.of(readable(rows.get(0)));
    }

    private ParkedEntry readable(Object row) throws IOException {
        if (row instanceof ParkedEntry entry) {
            return entry;
        }
        String id = row instanceof Unreadable unreadable ? unreadable.id() : "?";
        throw new IOException("RTH0233 document \"" + new Excerpt(id) + "\" in table \"" + table
                + "\" is no entry about an event that an observer failed on. Delete it with " + table.byHand()
                + ".get(\"" + new Excerpt(id) + "\").delete()");
    }

    @Override
    public int redrive(Map<String, Duration> dueIn, String by) throws IOException {
        return dueIn.isEmpty() ? 0 : replaced(write(reql.redrive(dueIn, by)));
    }

    @Override
    public int discard(Set<String> ids, String by, String note) throws IOException {
        return ids.isEmpty() ? 0 : replaced(write(reql.discard(ids, by, note)));
    }

    @Override
    public int forgetDone(Duration keep, int atMost) throws IOException {
        return (int) number(reql.forgetDone(keep, atMost));
    }

    private long number(String query) throws IOException {
        return ((Double) Answers.one(ask(query, RowValues.TREE))).longValue();
    }

    private static int replaced(Map<?, ?> reply) {
        return reply.get("replaced") instanceof Double count ? count.intValue() : 0;
    }

    private Map<?, ?> write(String query) throws IOException {
        Map<?, ?> reply = (Map<?, ?>) Answers.one(ask(query, RowValues.TREE));
        if (!Double.valueOf(0).equals(reply.get("errors"))) {
            throw new IOException("RTH0215 the database answers \""
                    + Failures.firstLine(Objects.toString(reply.get("first_error"))) + "\"");
        }
        return reply;
    }

    private List<Object> ask(String query, RowReader rows) throws IOException {
        try {
            return connection.call(query, rows);
        } catch (QueryFailedException e) {
            if (table.isMissing(e)) {
                throw new IOException(
                        "RTH0232 table \"" + table
                                + "\" does not exist, so no event is kept that an observer failed on."
                                + " A server with rethink.emitter.subscriber makes it when it connects",
                        e);
            }
            throw rights.explain(e, "read and write", table);
        }
    }
}
