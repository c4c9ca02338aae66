package io.github.rethinkemitter.embedded.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The way of changes to the feeds. As in a real server the eight hash shards work side by side: within one the order is
 * kept, between them it is anybody's; here a seed decides, so that a run can be repeated. Used under the table's lock.
 */
final class ShardQueues {
    private final List<Deque<Change>> queues = new ArrayList<>();
    private final Random random;
    private @Nullable Random holding;

    ShardQueues(long seed) {
        random = new Random(seed);
        for (int i = 0; i < ShardHash.SHARDS; i++) {
            queues.add(new ArrayDeque<>());
        }
    }

    /** From now on, changes may be overtaken by those of later writes too; null ends that. */
    void hold(@Nullable Random seeded) {
        holding = seeded;
    }

    /** The changes of one write, in the order feeds get them, perhaps with held ones before and without some. */
    List<Change> pass(List<Change> changes) {
        Random holdBack = holding;
        if (changes.size() < 2 && holdBack == null) {
            return changes;
        }
        for (Change change : changes) {
            queues.get(ShardHash.shardOf(change.key())).add(change);
        }
        List<Deque<Change>> open = new ArrayList<>(queues);
        if (holdBack != null) {
            open.removeIf(queue -> holdBack.nextBoolean());
        }
        return drain(open);
    }

    /** Everything held back. */
    List<Change> rest() {
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
