package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.DatumJson;
import io.github.rethinkemitter.embedded.data.Disturbance;
import io.github.rethinkemitter.embedded.data.Permission;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.data.TableAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes an embedded server misbehave, for tests of what must survive that.
 *
 * <pre>{@code
 * server.faults().abortFeeds();
 * server.faults().delayCommits(Duration.ofMillis(200));
 * server.faults().clear();
 * }</pre>
 *
 * <p>Each fault does what its name says at once; those that last do so until {@link #clear()} or their opposite. Methods
 * may be called from any thread.
 */
public final class Faults {
    private static final long RELEASE_MILLIS = 20;

    private final LineFaults lines;
    private final Disturbance disturbance;
    private final Catalog catalog;
    private final ScheduledExecutorService timer;
    private final Supplier<Acceptor> acceptor;
    private @Nullable ScheduledFuture<?> releasing;

    Faults(LineFaults lines, ServerParts parts, Supplier<Acceptor> acceptor) {
        this.lines = lines;
        this.disturbance = parts.disturbance();
        this.catalog = parts.catalog();
        this.timer = parts.threads().timer();
        this.acceptor = acceptor;
    }

    /** Ends every lasting fault. What was dropped, aborted or cut stays so. */
    public void clear() {
        acceptConnections();
        thaw();
        delayReplies(Duration.ZERO);
        delayCommits(Duration.ZERO);
        skewClock(Duration.ZERO);
        disturbance.forgetUserSkews();
        acceptInserts();
        keepFeedsInOrder();
        catalog.tables().forEach(table -> disturbance.unavailable(table.id(), false));
    }

    /** Closes every connection, as a broken network does. New ones are accepted. */
    public void dropConnections() {
        acceptor.get().dropConnections();
    }

    /** Closes every new connection before the handshake. */
    public void refuseConnections() {
        lines.refuse(true);
    }

    /** Ends {@link #refuseConnections()}. */
    public void acceptConnections() {
        lines.refuse(false);
    }

    /** Ends every changefeed with "Changefeed aborted (unavailable).", as a failover or reshard does; connections stay. */
    public void abortFeeds() {
        catalog.tables().forEach(Table::abortFeeds);
    }

    /** Makes every changefeed throw its waiting changes away and report how many, as when a client reads too slowly. */
    public void overflowFeeds() {
        acceptor.get().overflowFeeds();
    }

    /** Stops answering, as a process that was stopped or a machine that swaps: bytes are taken, nothing comes back. */
    public void freeze() {
        lines.freeze(true);
    }

    /** Ends {@link #freeze()}: what had come in meanwhile is answered. */
    public void thaw() {
        lines.freeze(false);
    }

    /** Lets the present connections swallow everything for ever, as half-open ones do. New ones work. */
    public void halfOpenConnections() {
        acceptor.get().muteConnections();
    }

    /**
     * Sends every reply so much later.
     *
     * @param delay how much
     */
    public void delayReplies(Duration delay) {
        lines.delay(delay);
    }

    /**
     * Makes writes visible so long after they took their {@code r.now()}.
     *
     * @param delay how much
     */
    public void delayCommits(Duration delay) {
        disturbance.commitDelay(delay);
    }

    /**
     * Lets changes overtake those of other hash shards across writes, as on a busy server; the seed makes it repeatable.
     *
     * @param seed any number
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

    /** Ends {@link #reorderFeeds}. */
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
     * Makes {@code r.now()} differ from the clock by so much.
     *
     * @param skew how much, forwards if positive
     */
    public void skewClock(Duration skew) {
        disturbance.clockSkew(skew);
    }

    /**
     * Makes {@code r.now()} differ from the clock by so much in the queries of one user, as if that user were connected to
     * another server of a cluster, whose clock is wrong.
     *
     * @param user the user
     * @param skew how much, forwards if positive
     */
    public void skewClockFor(String user, Duration skew) {
        disturbance.clockSkew(user, skew);
    }

    /** Sends only half of the next reply and closes that connection. */
    public void cutMidFrame() {
        lines.cutNextReply();
    }

    /** Performs the next insert, but closes its connection instead of answering: its outcome stays unknown. */
    public void loseNextInsertReply() {
        lines.loseNextInsertReply();
    }

    /**
     * Refuses inserts of some documents; each is counted as an error of its own, its neighbours are inserted.
     *
     * @param which is asked with the document as JSON text
     * @param text the error text
     */
    public void rejectInserts(Predicate<String> which, String text) {
        disturbance.rejectInserts(document -> which.test(DatumJson.text(document)), text);
    }

    /** Ends {@link #rejectInserts}. */
    public void acceptInserts() {
        disturbance.acceptInserts();
    }

    /**
     * Takes a permission from a user on one table, as {@code grant} with false does.
     *
     * @param permission one of read, write, config
     * @param user the user
     * @param db the database
     * @param table the table
     */
    public void denyPermission(String user, String db, String table, String permission) {
        Table denied = catalog.database(db).table(table);
        List<String> place = List.of(denied.id().databaseId(), denied.id().id());
        catalog.users().grant(user, place, Permission.valueOf(permission.toUpperCase(Locale.ROOT)), false);
    }

    /**
     * Makes reads and writes of a table fail for want of a primary replica, and aborts its feeds.
     *
     * @param db the database
     * @param table the table
     */
    public void makeTableUnavailable(String db, String table) {
        Table gone = catalog.database(db).table(table);
        disturbance.unavailable(gone.id(), true);
        gone.abortFeeds();
    }

    /**
     * Ends {@link #makeTableUnavailable}.
     *
     * @param db the database
     * @param table the table
     */
    public void makeTableAvailable(String db, String table) {
        disturbance.unavailable(catalog.database(db).table(table).id(), false);
    }

    /**
     * Makes a second table of the same name, as two servers that create it at once can: its name is then ambiguous.
     *
     * @param db the database
     * @param table the table
     */
    public void duplicateTable(String db, String table) {
        Table first = catalog.database(db).table(table);
        catalog.addTable(catalog.database(db), table, first.primaryKey(), TableAttributes.DEFAULT);
    }
}
