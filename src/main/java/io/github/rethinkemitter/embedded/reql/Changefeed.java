package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Permission;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Watcher;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A changefeed: what happened to its part of a table and was not fetched yet. Starts with the stored documents when
 * asked to, in no order and mixed with live ones, as a real server does.
 */
public final class Changefeed implements Watcher {
    private final FeedScope scope;
    private final FeedOptions options;
    private final FeedQueue live;
    private final Random random;
    private final @Nullable Ranking ranking;
    // All below under this object's lock.
    private final Deque<Datum> first = new ArrayDeque<>();
    private final List<Datum> stored = new ArrayList<>();
    private int storedSent;
    private boolean readyDue;
    private @Nullable ReqlException end;
    private Runnable listener = Changefeed::nobody;
    private Runnable fillingListener = Changefeed::nobody;

    Changefeed(FeedScope scope, FeedOptions options, long seed) {
        this.scope = scope;
        this.options = options;
        this.live = new FeedQueue(options.queueSize(), options.squash());
        this.random = new Random(seed);
        FeedScope.Top top = scope.top();
        this.ranking = top == null ? null : new Ranking(scope, top);
    }

    private static void nobody() {
        // nobody listens
    }

    /** Begins to follow; from here on nothing is missed. */
    void open() {
        try {
            scope.table().checkRead();
        } catch (ReqlException refused) {
            throw refused.type() == ErrorType.PERMISSION_ERROR
                    // So does a real server, strange as it is.
                    ? new ReqlException(ErrorType.INTERNAL, "Unexpected exception: " + refused.text())
                    : ReqlException.failed(refused.text()
                            .replace(
                                    "Cannot perform read:",
                                    "cannot subscribe to table `"
                                            + scope.table().table().id().display() + "`:"));
        }
        scope.table().table().watch(this, this::takeStored);
    }

    private synchronized void takeStored() {
        readyDue = options.states();
        if (ranking != null) {
            ranking.fill();
        }
        if (!options.initial()) {
            return;
        }
        if (options.states()) {
            first.add(state("initializing"));
        }
        if (ranking != null) {
            takeFirst(ranking.shown());
            return;
        }
        try {
            takeInitial();
        } catch (ReqlException failed) {
            end = failed;
        }
        Collections.shuffle(stored, random);
        if (scope.point() && stored.isEmpty()) {
            first.add(typed(Obj.of("new_val", Datum.NULL), "initial"));
        }
    }

    private void takeInitial() {
        for (Obj document : scope.stored()) {
            Datum shown = scope.initial(document);
            if (shown != null) {
                stored.add(shown);
            }
        }
    }

    // Where there is an order, the initial documents come in it, and all of them before anything else.
    private void takeFirst(List<Datum> ranked) {
        for (int i = 0; i < ranked.size(); i++) {
            Obj initial = Obj.of("new_val", ranked.get(i));
            first.add(typed(options.offsets() ? initial.with("new_offset", Datum.of(i)) : initial, "initial"));
        }
    }

    /** What kind of feed it is, as a reply to the client notes it. */
    int note() {
        return scope.point() ? Reply.ATOM_FEED : ranking == null ? Reply.SEQUENCE_FEED : Reply.ORDER_BY_LIMIT_FEED;
    }

    /** How long changes gather before each batch. */
    Duration pause() {
        return Duration.ofMillis((long) (options.pause() * 1000));
    }

    @Override
    public @Nullable String index() {
        return scope.index();
    }

    @Override
    public void changed(Change change) {
        if (!scope.table()
                .env()
                .catalog()
                .users()
                .may(
                        scope.table().env().user(),
                        Permission.READ,
                        scope.table().table().id().databaseId(),
                        scope.table().table().id().id())) {
            ended(permissionLost());
            return;
        }
        Runnable tell;
        synchronized (this) {
            if (end != null) {
                return;
            }
            add(change);
            tell = live.isHalfFull() ? this::tellBoth : live.isEmpty() ? Changefeed::nobody : listener;
        }
        tell.run();
    }

    private void tellBoth() {
        Runnable filling;
        Runnable ready;
        synchronized (this) {
            filling = fillingListener;
            ready = listener;
        }
        filling.run();
        ready.run();
    }

    private void add(Change change) {
        if (ranking == null) {
            FeedScope.Seen seen = scope.see(change);
            if (!seen.nothing()) {
                live.add(change.key(), seen);
            }
            return;
        }
        for (FeedScope.Seen seen : ranking.apply(change)) {
            FeedScope.Seen told = options.offsets() ? seen : new FeedScope.Seen(seen.before(), seen.after());
            if (!told.nothing()) {
                live.addRanked(told);
            }
        }
    }

    private ReqlException permissionLost() {
        try {
            scope.table().require(Permission.READ);
        } catch (ReqlException lost) {
            return lost;
        }
        return ReqlException.failed("Changefeed aborted (unavailable).");
    }

    @Override
    public void ended(ReqlException reason) {
        Runnable tell;
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
            // As in a real server, what was not fetched is thrown away.
            first.clear();
            stored.clear();
            live.clear();
            tell = this::tellBoth;
        }
        tell.run();
    }

    /** Throws away what waits and says so in the feed, as when more changed than the queue holds. */
    public void overflow() {
        Runnable tell;
        synchronized (this) {
            live.overflow();
            tell = listener;
        }
        tell.run();
    }

    /** Who is told when there is something to fetch; called at once when there is already. */
    public void listen(@Nullable Runnable whenReady) {
        boolean ready;
        synchronized (this) {
            listener = whenReady == null ? Changefeed::nobody : whenReady;
            ready = hasMore();
        }
        if (ready && whenReady != null) {
            whenReady.run();
        }
    }

    /** Who is told when half of what may wait does, before a pause is over; called at once when it does already. */
    public void listenForFilling(Runnable whenHalfFull) {
        boolean filled;
        synchronized (this) {
            fillingListener = whenHalfFull;
            filled = live.isHalfFull() || end != null;
        }
        if (filled) {
            whenHalfFull.run();
        }
    }

    private boolean hasMore() {
        return end != null || !first.isEmpty() || storedSent < stored.size() || readyDue || !live.isEmpty();
    }

    /**
     * The next elements, perhaps none.
     *
     * @param bytes about so many at most
     * @throws ReqlException when the feed has ended
     */
    synchronized List<Datum> fetch(int most, long bytes) {
        if (end != null) {
            throw end;
        }
        List<Datum> batch = new ArrayList<>();
        boolean starting = !scope.point() && storedSent < stored.size();
        long left = bytes;
        while (batch.size() < most && left > 0 && hasMore()) {
            if (starting && storedSent == 0 && stored.isEmpty()) {
                break; // as a real server does: "ready" comes in a batch after the last stored document's
            }
            if (live.isOverflown() && first.isEmpty() && stored.isEmpty()) {
                return batch.isEmpty() ? List.of(next()) : batch;
            }
            Datum next = next();
            left -= Batching.size(next);
            batch.add(next);
        }
        return batch;
    }

    private Datum next() {
        if (!first.isEmpty()) {
            return first.remove();
        }
        if (storedSent < stored.size()) {
            // A fresh insert may come before documents that were there first.
            if (live.startsWithInsert() && random.nextInt(4) == 0) {
                return show(live.next());
            }
            Datum shown = stored.get(storedSent++);
            if (storedSent == stored.size()) {
                stored.clear();
                storedSent = 0;
            }
            return typed(Obj.of("new_val", shown), "initial");
        }
        if (readyDue) {
            readyDue = false;
            return state("ready");
        }
        return show(live.next());
    }

    private Datum show(FeedQueue.Item item) {
        if (item instanceof FeedQueue.Skipped skipped) {
            return Obj.of("error", "Changefeed cache over array size limit, skipped " + skipped.count() + " elements.");
        }
        FeedScope.Seen seen = ((FeedQueue.Waiting) item).seen();
        Datum before = seen.before() == null ? Datum.NULL : seen.before();
        Datum after = seen.after() == null ? Datum.NULL : seen.after();
        String type = seen.before() == null ? "add" : seen.after() == null ? "remove" : "change";
        Obj element = Obj.of("new_val", after, "old_val", before);
        if (options.offsets()) {
            element =
                    element.with("new_offset", place(seen.placeAfter())).with("old_offset", place(seen.placeBefore()));
        }
        return typed(element, type);
    }

    private static Datum place(int place) {
        return place < 0 ? Datum.NULL : Datum.of(place);
    }

    private Datum state(String state) {
        return typed(Obj.of("state", state), "state");
    }

    private Datum typed(Obj element, String type) {
        return options.types() ? element.with("type", Datum.of(type)) : element;
    }

    /** Stops following. */
    public void close() {
        scope.table().table().unwatch(this);
        synchronized (this) {
            listener = Changefeed::nobody;
            fillingListener = Changefeed::nobody;
            live.clear();
            stored.clear();
            storedSent = 0;
        }
    }

    boolean includesStates() {
        return options.states();
    }
}
