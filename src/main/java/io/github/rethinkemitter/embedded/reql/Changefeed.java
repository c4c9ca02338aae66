package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Permission;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.TableId;
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
 * A changefeed. It keeps the changes of the documents that it follows until its client fetches them. With
 * {@code include_initial} the stored documents come first, in no order and mixed with changes, as in a real server.
 */
public final class Changefeed implements Watcher {
    // The chance that a change comes before a stored document is one in this number.
    private static final int OVERTAKING = 4;

    private final FeedScope scope;
    private final FeedOptions options;
    private final FeedElements elements;
    private final Random random;
    private final @Nullable Ranking ranking;
    // The fields below are guarded by this object's lock. What the client gets comes from them in this order:
    private final Deque<Datum> first = new ArrayDeque<>();
    private final Deque<Datum> stored = new ArrayDeque<>();
    private boolean readyDue;
    private final FeedQueue live;
    // Once it is set, the client gets this error instead.
    private @Nullable ReqlException end;
    private Runnable readyListener = Changefeed::nobody;
    private Runnable halfFullListener = Changefeed::nobody;

    /**
     * A part of the changefeed that was fetched.
     *
     * @param isFull whether the batch ended because it had reached a limit of its size
     */
    record Batch(List<Datum> elements, boolean isFull) {}

    Changefeed(FeedScope scope, FeedOptions options, long seed) {
        this.scope = scope;
        this.options = options;
        this.elements = new FeedElements(options);
        this.live = new FeedQueue(options.queueSize(), options.squash());
        this.random = new Random(seed);
        FeedScope.Top top = scope.top();
        this.ranking = top == null ? null : new Ranking(scope, top);
    }

    private static void nobody() {
        // Stands for a listener that is not there.
    }

    /** Begins to follow the table. Every later change reaches the changefeed. */
    void open() {
        try {
            scope.table().checkRead();
        } catch (ReqlException refused) {
            throw refused.type() == ErrorType.PERMISSION_ERROR
                    // A real server reports a missing permission as an internal error here.
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
            first.add(elements.state("initializing"));
        }
        if (ranking != null) {
            takeRanked(ranking.shown());
            return;
        }
        takeUnordered();
        if (scope.point() && stored.isEmpty()) {
            first.add(elements.initial(Datum.NULL));
        }
    }

    // Where the documents have an order, the stored ones come in that order and before all changes.
    private void takeRanked(List<Datum> ranked) {
        for (int i = 0; i < ranked.size(); i++) {
            first.add(elements.initial(ranked.get(i), i));
        }
    }

    private void takeUnordered() {
        List<Datum> documents = new ArrayList<>();
        try {
            for (Obj document : scope.stored()) {
                Datum shown = scope.initial(document);
                if (shown != null) {
                    documents.add(shown);
                }
            }
        } catch (ReqlException failed) {
            end = failed;
        }
        Collections.shuffle(documents, random);
        stored.addAll(documents);
    }

    /** The note of the client's replies that names the kind of changefeed. */
    int note() {
        return scope.point() ? Reply.ATOM_FEED : ranking == null ? Reply.SEQUENCE_FEED : Reply.ORDER_BY_LIMIT_FEED;
    }

    boolean includesStates() {
        return options.states();
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
        if (!clientMayRead()) {
            ended(permissionLost());
            return;
        }
        Runnable listener;
        synchronized (this) {
            if (end != null) {
                return;
            }
            add(change);
            listener = live.isHalfFull() ? this::callBoth : live.isEmpty() ? Changefeed::nobody : readyListener;
        }
        listener.run();
    }

    private boolean clientMayRead() {
        TableId table = scope.table().table().id();
        return scope.table()
                .env()
                .catalog()
                .users()
                .may(scope.table().env().user(), Permission.READ, table.databaseId(), table.id());
    }

    private ReqlException permissionLost() {
        try {
            scope.table().require(Permission.READ);
        } catch (ReqlException lost) {
            return lost;
        }
        return ReqlException.failed("Changefeed aborted (unavailable).");
    }

    private void add(Change change) {
        if (ranking == null) {
            FeedScope.VisibleChange visible = scope.visible(change);
            if (!visible.isNone()) {
                live.add(change.key(), visible);
            }
            return;
        }
        for (FeedScope.VisibleChange ranked : ranking.apply(change)) {
            FeedScope.VisibleChange visible =
                    options.offsets() ? ranked : new FeedScope.VisibleChange(ranked.before(), ranked.after());
            if (!visible.isNone()) {
                live.addRanked(visible);
            }
        }
    }

    private void callBoth() {
        Runnable halfFull;
        Runnable ready;
        synchronized (this) {
            halfFull = halfFullListener;
            ready = readyListener;
        }
        halfFull.run();
        ready.run();
    }

    @Override
    public void ended(ReqlException reason) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
            // A real server throws away what was not fetched, too.
            first.clear();
            stored.clear();
            live.clear();
        }
        callBoth();
    }

    /** Throws away the changes that were not fetched and reports how many they were, as when the queue is full. */
    public void overflow() {
        Runnable listener;
        synchronized (this) {
            live.overflow();
            listener = readyListener;
        }
        listener.run();
    }

    /** Sets the listener that is called when there is something to fetch, or null. It is called at once if there is. */
    public void listen(@Nullable Runnable whenReady) {
        boolean ready;
        synchronized (this) {
            readyListener = whenReady == null ? Changefeed::nobody : whenReady;
            ready = hasMore();
        }
        if (ready && whenReady != null) {
            whenReady.run();
        }
    }

    /** Sets the listener that is called when the queue is half full, or the changefeed ended. It is called at once if so. */
    public void listenForFilling(Runnable whenHalfFull) {
        boolean filled;
        synchronized (this) {
            halfFullListener = whenHalfFull;
            filled = live.isHalfFull() || end != null;
        }
        if (filled) {
            whenHalfFull.run();
        }
    }

    private boolean hasMore() {
        return end != null || !first.isEmpty() || !stored.isEmpty() || readyDue || !live.isEmpty();
    }

    /**
     * Takes the next elements, perhaps none.
     *
     * @param maxBytes about how many bytes of JSON to take
     * @throws ReqlException when the changefeed has ended
     */
    synchronized Batch fetch(int maxElements, long maxBytes) {
        if (end != null) {
            throw end;
        }
        List<Datum> batch = new ArrayList<>();
        long bytesLeft = maxBytes;
        boolean sendsStored = !scope.point() && !stored.isEmpty();
        while (batch.size() < maxElements && bytesLeft > 0 && hasMore()) {
            boolean storedIsComplete = sendsStored && stored.isEmpty();
            boolean isAlone = live.isOverflown() && first.isEmpty() && stored.isEmpty();
            // As in a real server, {state: "ready"} comes in the batch after the last stored document's, and the report
            // of an overflow in a batch of its own.
            if (storedIsComplete || (isAlone && !batch.isEmpty())) {
                break;
            }
            Datum element = next();
            batch.add(element);
            bytesLeft -= Batching.size(element);
            if (isAlone) {
                break;
            }
        }
        return new Batch(batch, batch.size() == maxElements || bytesLeft <= 0);
    }

    private Datum next() {
        if (!first.isEmpty()) {
            return first.remove();
        }
        if (!stored.isEmpty()) {
            // A document that is inserted now may come before documents that were stored already.
            return live.startsWithInsert() && random.nextInt(OVERTAKING) == 0
                    ? elements.of(live.next())
                    : elements.initial(stored.remove());
        }
        if (readyDue) {
            readyDue = false;
            return elements.state("ready");
        }
        return elements.of(live.next());
    }

    /** Stops following the table. */
    public void close() {
        scope.table().table().unwatch(this);
        synchronized (this) {
            readyListener = Changefeed::nobody;
            halfFullListener = Changefeed::nobody;
            live.clear();
            stored.clear();
        }
    }
}
