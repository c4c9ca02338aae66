package io.github.rethinkemitter.embedded.data;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults of reads and writes that tests have set. Initially there are none. Safe for use by many threads. */
public final class DataFaults {
    private record Refusal(Predicate<Obj> which, String text) {}

    private volatile Duration commitDelay = Duration.ZERO;
    private volatile Duration clockSkew = Duration.ZERO;
    private final Map<String, Duration> userSkews = new ConcurrentHashMap<>();
    private volatile @Nullable Refusal refusal;
    private final Set<String> unavailable = ConcurrentHashMap.newKeySet();

    public void commitDelay(Duration delay) {
        commitDelay = delay;
    }

    public void clockSkew(Duration skew) {
        clockSkew = skew;
    }

    /** Sets how far the clock of one user's queries is ahead of the server's clock. */
    public void clockSkew(String user, Duration skew) {
        userSkews.put(user, skew);
    }

    public void forgetUserSkews() {
        userSkews.clear();
    }

    public Duration clockSkew(String user) {
        return userSkews.getOrDefault(user, clockSkew);
    }

    public void rejectInserts(Predicate<Obj> which, String text) {
        refusal = new Refusal(which, text);
    }

    public void acceptInserts() {
        refusal = null;
    }

    /** Refuses the insert of a document if a test wants that. */
    public void checkInsert(Obj document) {
        Refusal now = refusal;
        if (now != null && now.which.test(document)) {
            throw ReqlException.failed(now.text);
        }
    }

    public void setUnavailable(TableId table, boolean isUnavailable) {
        if (isUnavailable) {
            unavailable.add(table.id());
        } else {
            unavailable.remove(table.id());
        }
    }

    public boolean isUnavailable(TableId table) {
        return unavailable.contains(table.id());
    }

    /** Refuses reads and writes of a table that has no primary replica. */
    public void checkAvailable(TableId table, String operation) {
        if (isUnavailable(table)) {
            throw ReqlException.failed(
                    "Cannot perform " + operation + ": primary replica for shard [\"\", +inf) not available");
        }
    }

    /** Delays a write between its {@code r.now()} and the moment at which it becomes visible. */
    public void awaitCommit() {
        long deadline = System.nanoTime() + commitDelay.toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, deadline - System.nanoTime());
        }
    }
}
