package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The entries that filters choose, page by page, the filters one after the other. Each filter is for one state, whose entries come
 * in the order in which they came into it. What has come into it since the first page was read ends the state: an observer
 * that fails as fast as entries are read would make it endless. Used by one thread at a time.
 */
final class ParkedPages implements Iterator<List<ParkedEntry>> {

    /** Entries of a page: with their events they are in memory together. */
    static final int SIZE = 100;

    private final DatabaseAccess access;
    private final Iterator<ParkedFilter> filters;
    private final Duration grace;
    private @Nullable ParkedFilter filter;
    private @Nullable ParkedEntry last;
    private @Nullable Instant end;
    private List<ParkedEntry> next = List.of();

    /** @param grace how much later than the first page entries may have come into their state */
    ParkedPages(DatabaseAccess access, List<ParkedFilter> filters, Duration grace) {
        this.access = access;
        this.filters = filters.iterator();
        this.grace = grace;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && (filter != null || filters.hasNext())) {
            if (filter == null) {
                filter = filters.next();
                last = null;
            }
            next = read(filter);
        }
        return !next.isEmpty();
    }

    @Override
    public List<ParkedEntry> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var page = next;
        next = List.of();
        return page;
    }

    private List<ParkedEntry> read(ParkedFilter current) {
        var after = last;
        Instant until = end();
        var page = access.ask(session -> session.parked().find(current, after, SIZE));
        var wanted =
                page.stream().takeWhile(entry -> !entry.last().isAfter(until)).toList();
        // A page may be shorter than it was asked to be, and still not be the last one.
        if (wanted.isEmpty() || wanted.size() < page.size()) {
            filter = null; // this state is done
        } else {
            last = wanted.get(wanted.size() - 1);
        }
        return wanted;
    }

    private Instant end() {
        var known = end;
        if (known == null) {
            known = access.ask(Session::now).plus(grace);
            end = known;
        }
        return known;
    }
}
