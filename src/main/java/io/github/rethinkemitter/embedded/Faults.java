package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.DataFaults;
import io.github.rethinkemitter.embedded.data.DatumJson;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.data.TableAttributes;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes an embedded server misbehave, for tests of how an application copes with failures.
 *
 * <pre>{@code
 * server.faults().dropConnections();                       // happens once
 * server.faults().delayCommits(Duration.ofMillis(200));    // lasts
 * server.faults().clear();                                 // ends what lasts
 * }</pre>
 *
 * <p>Every method takes effect before it returns. A fault either happens once, or lasts until {@link #clear()} or the method
 * that its Javadoc names.
 *
 * <p><b>Errors:</b> a method with the parameters {@code db} and {@code table} throws an unchecked exception with RethinkDB's
 * own message when there is no such database or table.
 *
 * <p><b>Thread safety:</b> all methods may be called from any thread.
 */
public final class Faults {
    private static final long RELEASE_MILLIS = 20;

    private final ConnectionFaults connectionFaults;
    private final DataFaults dataFaults;
    private final Catalog catalog;
    private final ScheduledExecutorService timer;
    private final Supplier<Acceptor> acceptor;
    private @Nullable ScheduledFuture<?> releasing; // guarded by this

    Faults(ConnectionFaults connectionFaults, ServerParts parts, Supplier<Acceptor> acceptor) {
        this.connectionFaults = connectionFaults;
        this.dataFaults = parts.dataFaults();
        this.catalog = parts.catalog();
        this.timer = parts.threads().timer();
        this.acceptor = acceptor;
    }

    /** Ends every fault that lasts. Connections that were closed or left half open, and aborted changefeeds, stay so. */
    public void clear() {
        acceptConnections();
        thaw();
        delayReplies(Duration.ZERO);
        delayCommits(Duration.ZERO);
        skewClock(Duration.ZERO);
        dataFaults.forgetUserSkews();
        acceptInserts();
        keepFeedsInOrder();
        catalog.tables().forEach(table -> dataFaults.setUnavailable(table.id(), false));
    }

    /** Closes every connection once, as a broken network does. Clients can connect again at once. */
    public void dropConnections() {
        acceptor.get().dropConnections();
    }

    /**
     * Closes every new connection before the handshake, as a server that is starting. Connections that exist stay open. Lasts
     * until {@link #acceptConnections()}.
     */
    public void refuseConnections() {
        connectionFaults.refuse(true);
    }

    /** Ends {@link #refuseConnections()}. */
    public void acceptConnections() {
        connectionFaults.refuse(false);
    }

    /**
     * Ends every changefeed with the error "Changefeed aborted (unavailable).", as a failover or a reshard does. Connections
     * stay open, and a client may open its changefeed again at once.
     */
    public void abortFeeds() {
        catalog.tables().forEach(Table::abortFeeds);
    }

    /**
     * Makes every changefeed throw away the changes that its client has not fetched, and report how many they were, as when
     * a client reads too slowly. The changefeed continues with the next change.
     */
    public void overflowFeeds() {
        acceptor.get().overflowFeeds();
    }

    /**
     * Stops answering, as a server whose process is stopped or whose machine is swapping: the server still takes connections
     * and queries, but sends nothing. Lasts until {@link #thaw()}.
     */
    public void freeze() {
        connectionFaults.freeze(true);
    }

    /** Ends {@link #freeze()}: the server answers all that it received meanwhile. */
    public void thaw() {
        connectionFaults.freeze(false);
    }

    /**
     * Leaves every present connection half open, as when a firewall forgets a connection without telling either side: the
     * server takes what the client sends and never answers it. New connections work. In contrast to {@link #freeze()} this
     * shows whether an application notices a dead connection by itself and makes another.
     */
    public void halfOpenConnections() {
        acceptor.get().muteConnections();
    }

    /**
     * Sends every reply later, as a slow network or server does. Lasts until {@code delayReplies(Duration.ZERO)}.
     *
     * @param delay the time between the end of a query and its reply; zero for none
     */
    public void delayReplies(Duration delay) {
        connectionFaults.delay(delay);
    }

    /**
     * Makes every write visible later than its {@code r.now()}, as while a cluster fails over: events then appear in a
     * changefeed after others that are younger. Lasts until {@code delayCommits(Duration.ZERO)}.
     *
     * @param delay the time between the {@code r.now()} of a write and the write itself; zero for none
     */
    public void delayCommits(Duration delay) {
        dataFaults.commitDelay(delay);
    }

    /**
     * Lets the changes of a write overtake those of earlier writes on their way to the changefeeds, as on a busy server.
     * Documents of one hash shard keep their order. Lasts until {@link #keepFeedsInOrder()}.
     *
     * @param seed any number; with the same number a test that failed can be repeated
     */
    public synchronized void reorderFeeds(long seed) {
        Random random = new Random(seed);
        catalog.tables().forEach(table -> table.reorder(new Random(random.nextLong())));
        stopReleasing();
        releasing = timer.scheduleWithFixedDelay(
                () -> catalog.tables().forEach(Table::releaseHeld),
                RELEASE_MILLIS,
                RELEASE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Ends {@link #reorderFeeds}: changefeeds get what was held back. */
    public synchronized void keepFeedsInOrder() {
        stopReleasing();
        catalog.tables().forEach(table -> table.reorder(null));
    }

    private void stopReleasing() {
        ScheduledFuture<?> running = releasing;
        if (running != null) {
            running.cancel(false);
            releasing = null;
        }
    }

    /**
     * Makes {@code r.now()} differ from the server's clock. Lasts until {@code skewClock(Duration.ZERO)}.
     *
     * @param skew how far {@code r.now()} is ahead; negative when it is behind
     */
    public void skewClock(Duration skew) {
        dataFaults.clockSkew(skew);
    }

    /**
     * Makes {@code r.now()} differ from the server's clock in the queries of one user, as if that user were connected to
     * another server of a cluster, whose clock is wrong. It replaces {@link #skewClock} for that user. Lasts until
     * {@link #clear()}.
     *
     * @param user the user's name
     * @param skew how far {@code r.now()} is ahead; negative when it is behind
     */
    public void skewClockFor(String user, Duration skew) {
        dataFaults.clockSkew(user, skew);
    }

    /** Sends only half of the next reply, whichever client gets it, and closes that connection. */
    public void cutMidFrame() {
        connectionFaults.cutNextReply();
    }

    /** Performs the next insert, and closes its connection instead of answering: the client cannot know the outcome. */
    public void loseNextInsertReply() {
        connectionFaults.loseNextInsertReply();
    }

    /**
     * Refuses to insert some documents. Each of them counts as an error of its own; the other documents of the same insert
     * are stored. Lasts until {@link #acceptInserts()}.
     *
     * @param which called with the JSON text of each document; true to refuse it. It may be called by several threads at once
     * @param text the error text
     */
    public void rejectInserts(Predicate<String> which, String text) {
        dataFaults.rejectInserts(document -> which.test(DatumJson.text(document)), text);
    }

    /** Ends {@link #rejectInserts}. */
    public void acceptInserts() {
        dataFaults.acceptInserts();
    }

    /**
     * Makes reads and writes of a table fail because it has no primary replica, and aborts its changefeeds. Lasts until
     * {@link #makeTableAvailable}.
     *
     * @param db the database's name
     * @param table the table's name
     */
    public void makeTableUnavailable(String db, String table) {
        Table unavailable = catalog.database(db).table(table);
        dataFaults.setUnavailable(unavailable.id(), true);
        unavailable.abortFeeds();
    }

    /**
     * Ends {@link #makeTableUnavailable}.
     *
     * @param db the database's name
     * @param table the table's name
     */
    public void makeTableAvailable(String db, String table) {
        dataFaults.setUnavailable(catalog.database(db).table(table).id(), false);
    }

    /**
     * Makes a second table with the same name, as happens when two servers of a cluster create a table at the same time.
     * Every query that uses the name then fails, because the name is ambiguous.
     *
     * @param db the database's name
     * @param table the table's name
     */
    public void duplicateTable(String db, String table) {
        Table first = catalog.database(db).table(table);
        catalog.addTable(catalog.database(db), table, first.primaryKey(), TableAttributes.DEFAULT);
    }
}
