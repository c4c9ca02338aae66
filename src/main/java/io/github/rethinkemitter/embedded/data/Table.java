package io.github.rethinkemitter.embedded.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A table: its documents, indexes and watchers. A write locks the table, a read does not. */
public final class Table {
    private volatile TableId id;
    private final String primaryKey;
    private final ShardQueues queues;
    private final NavigableMap<StoreKey, Obj> documents = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, Index> indexes = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile TableAttributes settings;

    public Table(TableId id, String primaryKey, TableAttributes settings, long seed) {
        this.id = id;
        this.primaryKey = primaryKey;
        this.settings = settings;
        this.queues = new ShardQueues(seed);
    }

    public TableId id() {
        return id;
    }

    /** Gives the table another name. Its changefeeds continue. */
    public void rename(String name) {
        id = new TableId(id.database(), id.databaseId(), name, id.id());
    }

    /** Takes the new name of the table's database. */
    void databaseRenamed(String database) {
        id = new TableId(database, id.databaseId(), id.name(), id.id());
    }

    public String primaryKey() {
        return primaryKey;
    }

    public TableAttributes settings() {
        return settings;
    }

    public void settings(TableAttributes changed) {
        settings = changed;
    }

    public int size() {
        return documents.size();
    }

    public @Nullable Obj get(StoreKey key) {
        return documents.get(key);
    }

    /** Applies writes in their order, then calls the watchers. A write that is refused does not keep the others from being applied. */
    public List<Outcome> write(List<Write> writes) {
        List<Outcome> outcomes = new ArrayList<>(writes.size());
        List<Change> changes = new ArrayList<>(writes.size());
        lock.lock();
        try {
            for (Write write : writes) {
                Outcome outcome = apply(write);
                outcomes.add(outcome);
                if (outcome instanceof Outcome.Changed changed) {
                    changes.add(changed.change());
                }
            }
            callWatchers(changes);
        } finally {
            lock.unlock();
        }
        return outcomes;
    }

    private Outcome apply(Write write) {
        Obj before = documents.get(write.key());
        Obj after;
        try {
            after = write.replacement().replace(before);
        } catch (ReqlException refused) {
            return new Outcome.Refused(before, refused);
        }
        if (before == null ? after == null : after != null && before.same(after)) {
            return new Outcome.Unchanged(before);
        }
        Change change = new Change(write.key(), before, after);
        if (after == null) {
            documents.remove(write.key());
        } else {
            documents.put(write.key(), after);
        }
        indexes.values().forEach(index -> index.update(change));
        return new Outcome.Changed(change);
    }

    private void callWatchers(List<Change> changes) {
        if (!watchers.isEmpty()) {
            callInOrder(queues.add(changes));
        }
    }

    private void callInOrder(List<Change> changes) {
        for (Change change : changes) {
            for (Watcher watcher : watchers) {
                watcher.changed(change);
            }
        }
    }

    /** Lets changes overtake those of earlier writes on their way to changefeeds, as in a busy server; null ends that. */
    public void reorder(@Nullable Random chance) {
        lock.lock();
        try {
            queues.holdBack(chance);
            callInOrder(queues.releaseAll());
        } finally {
            lock.unlock();
        }
    }

    /** Passes on the changes that reordering holds back. Without this they would wait for the next write. */
    public void releaseHeld() {
        lock.lock();
        try {
            callInOrder(queues.releaseAll());
        } finally {
            lock.unlock();
        }
    }

    /** The documents of a range, in the order of its keys. */
    public Collection<Obj> rows(Range range, boolean descending) {
        if (range.index() != null) {
            return index(range.index()).rows(range, descending);
        }
        NavigableMap<StoreKey, Obj> within = documents;
        if (!range.isAll()) {
            StoreKey from = StoreKey.of(range.low());
            StoreKey to = StoreKey.of(range.high());
            if (from.compareTo(to) > 0) {
                return List.of();
            }
            within = documents.subMap(from, !range.lowOpen(), to, !range.highOpen());
        }
        return (descending ? within.descendingMap() : within).values();
    }

    /** Whether this version of a document is in a range. */
    public boolean contains(Range range, @Nullable Obj document) {
        if (document == null) {
            return false;
        }
        if (range.index() == null) {
            Datum key = document.get(primaryKey);
            return range.isAll() || (key != null && range.contains(key));
        }
        Index index = indexes.get(range.index());
        return index != null && index.contains(range, document);
    }

    /** The index with this name. */
    public Index index(String name) {
        Index index = indexes.get(name);
        if (index == null) {
            throw ReqlException.failed("Index `" + name + "` was not found on table `" + id.display() + "`.");
        }
        return index;
    }

    public Set<String> indexNames() {
        return new TreeSet<>(indexes.keySet());
    }

    public void createIndex(IndexSpec spec) {
        if (spec.name().equals(primaryKey)) {
            throw ReqlException.logic("Index name conflict: `" + primaryKey + "` is the name of the primary key.");
        }
        lock.lock();
        try {
            Index index = new Index(spec);
            if (indexes.containsKey(spec.name())) {
                throw ReqlException.failed(
                        "Index `" + spec.name() + "` already exists on table `" + id.display() + "`.");
            }
            documents.forEach((key, document) -> index.update(new Change(key, null, document)));
            indexes.put(spec.name(), index);
        } finally {
            lock.unlock();
        }
    }

    public void dropIndex(String name) {
        lock.lock();
        try {
            if (indexes.remove(name) == null) {
                throw noIndex(name);
            }
            // As in a real server, changefeeds on the index stay open and get no more changes.
            watchers.removeIf(watcher -> name.equals(watcher.index()));
        } finally {
            lock.unlock();
        }
    }

    public boolean renameIndex(String from, String to, boolean overwrite) {
        if (from.equals(primaryKey) || to.equals(primaryKey)) {
            throw ReqlException.logic("Index name conflict: `" + primaryKey + "` is the name of the primary key.");
        }
        lock.lock();
        try {
            if (from.equals(to)) {
                return false;
            }
            Index index = indexes.get(from);
            if (index == null || (indexes.containsKey(to) && !overwrite)) {
                throw ReqlException.failed("Index `" + from + "` does not exist or index `" + to
                        + "` already exists on table `" + id.display() + "`.");
            }
            index.rename(to);
            indexes.put(to, index);
            indexes.remove(from);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private ReqlException noIndex(String name) {
        return ReqlException.failed("Index `" + name + "` does not exist on table `" + id.display() + "`.");
    }

    /** Adds a watcher and runs an action, such as to read the stored documents, with no write in between. */
    public void watch(Watcher watcher, Runnable atomically) {
        lock.lock();
        try {
            callInOrder(queues.releaseAll());
            watchers.add(watcher);
            atomically.run();
        } finally {
            lock.unlock();
        }
    }

    public void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Ends every changefeed, as happens when the table is moved, resharded or dropped. */
    public void abortFeeds() {
        lock.lock();
        try {
            ReqlException reason = ReqlException.failed("Changefeed aborted (unavailable).");
            watchers.forEach(watcher -> watcher.ended(reason));
            watchers.clear();
        } finally {
            lock.unlock();
        }
    }
}
