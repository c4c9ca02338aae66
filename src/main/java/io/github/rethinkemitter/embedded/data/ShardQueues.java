package io.github.rethinkemitter.embedded.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The order in which changes reach the changefeeds. As in a real server, changes of one hash shard keep their order, and
 * changes of different shards may overtake one another. A seed decides which do, so that a run can be repeated. Guarded by
 * the table's lock.
 */
final class ShardQueues {
    private final List<Deque<Change>> queues = new ArrayList<>();
    private final Random random;
    private @Nullable Random holdBack;

    ShardQueues(long seed) {
        random = new Random(seed);
        for (int i = 0; i < ShardHash.SHARDS; i++) {
            queues.add(new ArrayDeque<>());
        }
    }

    /** From now on, changes may be overtaken by changes of later writes as well; null ends that. */
    void holdBack(@Nullable Random chance) {
        holdBack = chance;
    }

    /** Takes the changes of a write, and returns those that changefeeds get now: some may be held back, or be older. */
    List<Change> add(List<Change> changes) {
        Random chance = holdBack;
        if (changes.size() < 2 && chance == null) {
            return changes;
        }
        for (Change change : changes) {
            queues.get(ShardHash.shardOf(change.key())).add(change);
        }
        List<Deque<Change>> open = new ArrayList<>(queues);
        if (chance != null) {
            open.removeIf(queue -> chance.nextBoolean());
        }
        return drain(open);
    }

    /** Returns all changes that are held back. */
    List<Change> releaseAll() {
        return drain(new ArrayList<>(queues));
    }

    private List<Change> drain(List<Deque<Change>> open) {
        open.removeIf(Deque::isEmpty);
        List<Change> drained = new ArrayList<>();
        while (!open.isEmpty()) {
            int turn = random.nextInt(open.size());
            drained.add(open.get(turn).remove());
            if (open.get(turn).isEmpty()) {
                open.remove(turn);
            }
        }
        return drained;
    }
}
