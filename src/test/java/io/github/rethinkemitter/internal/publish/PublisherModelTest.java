package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.publish.ScriptedSession.Insert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four threads trigger while a simulated database fails at random: in the end its table holds what was promised.
 * {@code -Dmodel.seeds=1000} for many runs, {@code -Dmodel.seed=17} for one.
 */
class PublisherModelTest extends PublisherFixture {

    private static final int THREADS = 4;
    private static final int EVENTS = 500;

    // By the ids of the events, of which the pack's id is a part if they are packed.
    private final Map<String, OutgoingEvent> table = new HashMap<>();
    // Arguments of events that were sent, in a pack or alone, without a certain answer.
    private final Set<String> inDoubt = new HashSet<>();
    // Events that were stored although the publisher had said that it was done with their numbers.
    private final List<OutgoingEvent> afterSettled = new ArrayList<>();
    private final List<ScriptedSession> endedSessions = new ArrayList<>();
    private long settled;

    static LongStream seeds() {
        Long one = Long.getLong("model.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Long.getLong("model.seeds", 8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void acknowledgedEventsAreStoredOnceAndInOrder(long seed) throws Exception {
        var random = new Random(seed);
        PublishSettings settings = settings(50, Overflow.BLOCK, SOON, 7, 3);
        Publisher publisher = online(seed % 2 == 0 ? packing(settings) : settings);
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
        // Before one more event, the fillers for refused events are sent.
        Receipt last = stored(trigger("last"));
        answering.interrupt();
        answering.join();

        assertThat(settled).isPositive();
        assertThat(afterSettled).isEmpty();
        var places = new TreeMap<Long, OutgoingEvent>();
        table.values().forEach(event -> putInPlace(places, event));
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

    // An event is in the table twice only if it was sent in a pack first, of which it is not known whether it is
    // stored.
    private void putInPlace(Map<Long, OutgoingEvent> places, OutgoingEvent event) {
        OutgoingEvent other = places.put(event.seq(), event);
        if (other != null) {
            assertThat(event.id() + other.id()).contains(".");
            assertThat(event.content()).isEqualTo(other.content());
        }
    }

    // One session after another, answering in any order, until interrupted.
    private void answer(Publisher publisher, Random random) {
        ScriptedSession current = session;
        List<Insert> open = new ArrayList<>();
        try {
            while (true) {
                if (open.isEmpty() || (!current.hasNoInsert() && random.nextBoolean())) {
                    open.add(noteSettled(current.next()));
                } else if (random.nextInt(100) == 0) {
                    open.forEach(this::lose);
                    open.clear();
                    current.end();
                    endedSessions.add(current);
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

    private Insert noteSettled(Insert insert) {
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
        inDoubt.addAll(insert.args());
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
            inDoubt.addAll(insert.args());
            insert.doubtful();
        } else if (bad) {
            insert.verdicts(
                    insert.isPack()
                            ? Collections.nCopies(insert.events().size(), new Verdict.Refused("bad document"))
                            : insert.events().stream().map(this::store).toList());
        } else {
            insert.events().forEach(this::put);
            if (dice >= 96) {
                inDoubt.addAll(insert.args());
                insert.unknown();
            } else if (dice >= 94 && !wouldBeDropped(insert)) {
                inDoubt.addAll(insert.args());
                insert.doubtful();
            } else {
                insert.store();
            }
        }
    }

    // The second doubtful answer about an event that is sent alone is final.
    private boolean wouldBeDropped(Insert insert) {
        // An insert that an ended session never took leaves its events in doubt as well.
        endedSessions.forEach(ended -> ended.takeAll().forEach(lost -> inDoubt.addAll(lost.args())));
        return insert.ids().size() == 1 && inDoubt.containsAll(insert.args());
    }

    private Verdict store(OutgoingEvent event) {
        if (event.content().args().startsWith("[bad")) {
            return new Verdict.Refused("bad document");
        }
        put(event);
        return new Verdict.Stored(Instant.EPOCH);
    }
}
