package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four threads trigger while a database of maps fails at random: what it holds in the end is what was promised. */
class PublisherModelTest extends PublisherFixture {

    private static final int THREADS = 4;
    private static final int EVENTS = 500;

    private final Map<String, OutgoingEvent> table = new HashMap<>();
    private final Set<String> inDoubt = new HashSet<>(); // sent, and what became of them was not said
    private final List<OutgoingEvent> afterSettled =
            new ArrayList<>(); // stored although their publisher was said to be done with them
    private long settled;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsAcknowledgedIsStoredOnceAndInOrder(long seed) throws Exception {
        var random = new Random(seed);
        Publisher publisher = online(settings(50, Overflow.BLOCK, SOON, 7, 3));
        List<List<CompletionStage<Receipt>>> stages = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            List<CompletionStage<Receipt>> mine = new ArrayList<>();
            stages.add(mine);
            var thread = new Thread(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    mine.add(trigger((i % 101 == 50 ? "bad " : "") + number + " " + i));
                }
            });
            threads.add(thread);
            thread.start();
        }

        var answering = new Thread(() -> answer(publisher, random));
        answering.start();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(emitter().flush(SOON)).isTrue();
        // One more event sends the fillers of earlier refusals ahead of it.
        Receipt last = stored(trigger("last"));
        answering.interrupt();
        answering.join();

        assertThat(settled).isPositive();
        assertThat(afterSettled).isEmpty();
        var places = new TreeMap<Long, OutgoingEvent>();
        table.values()
                .forEach(event -> assertThat(places.put(event.seq(), event)).isNull());
        assertThat(places.lastKey()).isEqualTo(table.get(last.id()).seq()).isEqualTo(places.size());
        for (int t = 0; t < THREADS; t++) {
            long before = 0;
            for (int i = 0; i < EVENTS; i++) {
                CompletionStage<Receipt> stage = stages.get(t).get(i);
                if (i % 101 == 50) {
                    assertThat(failure(stage))
                            .isInstanceOfAny(EventRefusedException.class, EventDroppedException.class);
                } else {
                    OutgoingEvent event = table.get(stored(stage).id());
                    assertThat(event.content().args()).isEqualTo("[" + t + " " + i + "]");
                    assertThat(event.seq()).isGreaterThan(before);
                    before = event.seq();
                }
            }
        }
    }

    // One session after another, answering in any order, until interrupted.
    private void answer(Publisher publisher, Random random) {
        ScriptedSession current = session;
        List<Insert> open = new ArrayList<>();
        try {
            while (true) {
                if (open.isEmpty() || (!current.isQuiet() && random.nextBoolean())) {
                    open.add(heard(current.next()));
                } else if (random.nextInt(100) == 0) {
                    open.forEach(this::lose);
                    open.clear();
                    current.end();
                    current = new ScriptedSession();
                    publisher.online(current);
                } else {
                    answer(open.remove(random.nextInt(open.size())), random.nextInt(100));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Insert heard(Insert insert) {
        insert.events().stream()
                .map(OutgoingEvent::settled)
                .filter(Objects::nonNull)
                .forEach(upTo -> settled = Math.max(settled, upTo));
        return insert;
    }

    private void put(OutgoingEvent event) {
        if (table.putIfAbsent(event.id(), event) == null && event.seq() <= settled) {
            afterSettled.add(event);
        }
    }

    private void lose(Insert insert) {
        inDoubt.addAll(insert.ids());
        if (insert.args().stream().noneMatch(args -> args.startsWith("[bad"))) {
            insert.events().forEach(this::put);
        }
    }

    private void answer(Insert insert, int dice) {
        boolean bad = insert.args().stream().anyMatch(args -> args.startsWith("[bad"));
        if (bad && dice < 50) {
            insert.reject();
        } else if (dice >= 98) {
            insert.notPerformed();
        } else if (bad && dice >= 90) {
            inDoubt.addAll(insert.ids());
            insert.doubtful();
        } else if (bad) {
            insert.verdicts(insert.events().stream().map(this::store).toList());
        } else {
            insert.events().forEach(this::put);
            if (dice >= 96) {
                inDoubt.addAll(insert.ids());
                insert.unknown();
            } else if (dice >= 94 && !wouldBeDropped(insert)) {
                inDoubt.addAll(insert.ids());
                insert.doubtful();
            } else {
                insert.store();
            }
        }
    }

    // Of an event that goes alone and is in doubt already, a second doubtful answer is the last word.
    private boolean wouldBeDropped(Insert insert) {
        return insert.ids().size() == 1 && inDoubt.containsAll(insert.ids());
    }

    private Verdict store(OutgoingEvent event) {
        if (event.content().args().startsWith("[bad")) {
            return new Verdict.Refused("bad document");
        }
        put(event);
        return new Verdict.Stored(Instant.EPOCH);
    }
}
