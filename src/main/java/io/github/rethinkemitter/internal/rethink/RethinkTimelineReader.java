package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.DocumentKey;
import io.github.rethinkemitter.internal.flow.DocumentRange;
import io.github.rethinkemitter.internal.flow.Refused;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.TimelineQueries;
import io.github.rethinkemitter.internal.rethink.wire.FeedConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The table's documents in order, read by a connection of its own. */
final class RethinkTimelineReader implements TimelineReader {

    private final FeedConnection connection;
    private final TimelineQueries queries;
    private final MissingRights rights;

    RethinkTimelineReader(FeedConnection connection, TimelineQueries queries, MissingRights rights) {
        this.connection = connection;
        this.queries = queries;
        this.rights = rights;
    }

    @Override
    public List<DocumentKey> keys(DocumentRange range, int atMost) throws IOException {
        return keys(queries.keys(range, atMost));
    }

    @Override
    public List<DocumentKey> keysAtOneTime(DocumentRange range, int atMost) throws IOException {
        return keys(queries.keysAtOneTime(range, atMost));
    }

    private List<DocumentKey> keys(String query) throws IOException {
        return call(query, TimelineQueries.KEYS).stream()
                .map(DocumentKey.class::cast)
                .toList();
    }

    @Override
    public List<StoredEvent> events(List<DocumentKey> documents, boolean newestFirst) throws IOException {
        return call(queries.documents(documents, newestFirst), TimelineQueries.events(newestFirst)).stream()
                .map(StoredEvent.class::cast)
                .toList();
    }

    @Override
    public long count(Instant from, Instant to) throws IOException {
        var counts = new TimelineQueries.Sum();
        call(queries.counts(from, to), counts);
        return counts.sum();
    }

    private List<Object> call(String query, RowReader rows) throws IOException {
        try {
            return connection.callInterruptibly(query, rows);
        } catch (QueryFailedException e) {
            if (e.isPassing()) {
                throw e;
            }
            throw new Refusal(rights.explain(e, "read", queries.table()));
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private static final class Refusal extends IOException implements Refused {

        private static final long serialVersionUID = 1L;

        Refusal(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
