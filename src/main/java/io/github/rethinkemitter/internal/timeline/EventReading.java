package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.internal.flow.DocumentKey;
import io.github.rethinkemitter.internal.flow.DocumentRange;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Predicate;

/** The events of a range that a filter chooses. Its connection is open from the first look until {@link #close}, or until the last event was read. */
final class EventReading implements StoredEvents {

    private final ReplacedConnection connection;
    private final DocumentRange range;
    private final DocumentPages pages;
    private final Predicate<StoredEvent> wanted;
    private final Queue<StoredEvent> next = new ArrayDeque<>();

    EventReading(ReplacedConnection connection, DocumentRange range, Predicate<StoredEvent> wanted) {
        this.connection = connection;
        this.range = range;
        this.pages = new DocumentPages(range);
        this.wanted = wanted;
    }

    /** False also when this was closed. */
    @Override
    public boolean hasNext() {
        while (next.isEmpty() && !connection.isClosed()) {
            Portion portion = connection.ask(this::read);
            if (portion == null || portion.documents().isEmpty()) {
                close();
                return false;
            }
            pages.taken(portion.documents());
            take(portion);
        }
        return !next.isEmpty() && !connection.isClosed();
    }

    @Override
    public StoredEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return next.remove();
    }

    private record Portion(List<DocumentKey> documents, List<StoredEvent> events) {}

    private Portion read(TimelineReader reader) throws IOException {
        List<DocumentKey> documents = pages.next(reader);
        return new Portion(documents, documents.isEmpty() ? List.of() : reader.events(documents, range.newestFirst()));
    }

    private void take(Portion portion) {
        List<DocumentKey> documents = portion.documents();
        Instant last = documents.get(documents.size() - 1).ts();
        for (StoredEvent event : portion.events()) {
            if (!event.isFiller() && range.holds(event.ts()) && !comesLater(event, last) && wanted.test(event)) {
                next.add(event);
            }
        }
    }

    // A publisher may have given the event a newer time since its key was read. It comes at that time.
    private boolean comesLater(StoredEvent event, Instant last) {
        return !range.newestFirst() && event.ts().isAfter(last);
    }

    @Override
    public void close() {
        connection.close();
    }
}
