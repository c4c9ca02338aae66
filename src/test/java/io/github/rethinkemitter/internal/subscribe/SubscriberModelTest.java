package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many seeds, the same promises. {@code -Dmodel.seeds=10000} for the full form, {@code -Dmodel.seed=17} for one. */
class SubscriberModelTest {

    private static final Pattern MISSED =
            Pattern.compile("events? (\\d+)(?: to (\\d+))? of publisher \"(\\w+)\".*", Pattern.DOTALL);
    // A reference, since the level is lost when the logger is collected.
    private static final Logger LOGGER = Logger.getLogger("io.github.rethinkemitter.subscribe");

    private final Set<String> delivered = new LinkedHashSet<>();
    private final Map<String, Long> highest = new HashMap<>();
    private final Queue<StoredEvent> unhandled = new ArrayDeque<>();
    private final Set<String> beforeCrash = new HashSet<>();
    private boolean crashed;
    private SubscribeSettings settings;
    private Supplier<Subscriber> newProcess;
    private Subscriber subscriber;

    static LongStream seeds() {
        Long one = Long.getLong("model.seed");
        long many = "full".equals(System.getProperty("faults")) ? 10_000 : 300;
        return one != null ? LongStream.of(one) : LongStream.range(0, Long.getLong("model.seeds", many));
    }

    @BeforeAll
    static void logLess() {
        LOGGER.setLevel(Level.SEVERE);
    }

    @AfterAll
    static void logAgain() {
        LOGGER.setLevel(null);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachEventIsObservedOnceAndInItsPublishersOrder(long seed) throws Exception {
        var random = new Random(seed);
        var model = model(random, new PositionSettings(null, new StartPoint.Now(), HistoryLost.EARLIEST));

        while (!model.over) {
            subscriber.writePositionTo(model);
            subscriber.follow(model, model, () -> model.connected = true);
            model.step();
        }

        nothingIsLost(model);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withALastingPositionThisHoldsOverRestarts(long seed) throws Exception {
        var random = new Random(seed);
        var start = random.nextBoolean() ? new StartPoint.Earliest() : new StartPoint.Now();
        var model = model(random, new PositionSettings("name", start, HistoryLost.EARLIEST));
        model.readsLaterVersions = random.nextBoolean();

        followWithRestarts(random, model);
        if (!model.readsLaterVersions) {
            model.readsLaterVersions = true;
            model.over = false;
            restart(random.nextBoolean() || !stopInOrder(model));
            followWithRestarts(random, model);
        }

        nothingIsLost(model);
    }

    private void followWithRestarts(Random random, Model model) throws Exception {
        while (!model.over) {
            subscriber.writePositionTo(model);
            subscriber.follow(model, model, () -> model.connected = true);
            model.step();
            int dice = random.nextInt(12);
            if (dice <= 1) {
                restart(dice == 1 || !stopInOrder(model));
            }
        }
    }

    private Model model(Random random, PositionSettings beginning) {
        int bufferSize = random.nextBoolean() ? 5 + random.nextInt(60) : 2 + random.nextInt(6);
        settings = new SubscribeSettings(
                false,
                Model.OVERLAP,
                Duration.ofSeconds(2),
                Model.REPEAT_WAIT,
                bufferSize,
                1000,
                Duration.ofSeconds(10),
                beginning);
        var model = new Model(
                random,
                new Model.Observers() {
                    @Override
                    public void polled() {
                        for (int i = random.nextInt(4); i > 0 && !unhandled.isEmpty(); i--) {
                            subscriber.handled(unhandled.remove());
                        }
                        assertThat(subscriber.sequence.waiting())
                                .as("events behind holes, with a buffer of %s", bufferSize)
                                .isLessThanOrEqualTo(3 * bufferSize + ModelPublishers.MOST_PENDING);
                    }

                    @Override
                    public boolean eventsWait() {
                        return subscriber.sequence.waiting() > 0;
                    }
                },
                beginning.start() instanceof StartPoint.Earliest);
        newProcess = () -> {
            var listener = new RecordingListener() {
                @Override
                public void missed(long count, Instant from, Instant to, String cause) {
                    assertMissing(model, count, cause);
                }
            };
            EventSink sink = delivery -> observe(model, delivery);
            return new Subscriber(settings, "own", sink, listener, model.time);
        };
        subscriber = newProcess.get();
        return model;
    }

    /** Returns false when the position could not be written. */
    private boolean stopInOrder(Model model) {
        while (!unhandled.isEmpty()) {
            subscriber.handled(unhandled.remove());
        }
        return subscriber.close(model, true).toCompletableFuture().join() instanceof SaveResult.Saved;
    }

    // After a crash, events that were handled after the last write come again, and those that were not handled.
    private void restart(boolean crash) {
        unhandled.clear();
        if (crash) {
            crashed = true;
            beforeCrash.addAll(delivered);
            highest.clear();
        }
        subscriber = newProcess.get();
    }

    private void nothingIsLost(Model model) {
        assertThat(model.promised.stream().map(StoredEvent::id).filter(id -> !delivered.contains(id)))
                .as("lost")
                .isEmpty();
        assertThat(subscriber.sequence.waiting()).isZero();
    }

    private void observe(Model model, Delivery delivery) {
        StoredEvent event = delivery.event();
        boolean again = beforeCrash.remove(event.id());
        assertThat(delivered.add(event.id()) || again)
                .as("observed once: %s", event)
                .isTrue();
        assertThat(!again || delivery.redelivered())
                .as("marked as redelivered: %s", event)
                .isTrue();
        assertThat(event.src()).isNotEqualTo("own");
        assertThat(event.isFiller()).isFalse();
        if (event.src() != null) {
            long before = highest.getOrDefault(event.src(), 0L);
            // A position does not tell which events above a mark were being handled when the process died.
            // After a crash an event that was sent again may therefore come behind its successors, which are
            // older.
            // A later process finds what an earlier one could not read behind what that one has handled.
            if (model.isPromised(event) && !(crashed && model.isRepeated(event)) && !model.isOfLaterVersion(event)) {
                assertThat(event.seq()).as("in order: %s", event).isGreaterThan(before);
            }
            highest.put(event.src(), Math.max(before, event.seq()));
        }
        unhandled.add(event);
    }

    private void assertMissing(Model model, long count, String cause) {
        var range = MISSED.matcher(cause);
        assertThat(range.matches()).as(cause).isTrue();
        long first = Long.parseLong(range.group(1));
        long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
        assertThat(count).isEqualTo(last - first + 1);
        Set<String> numbers = LongStream.rangeClosed(first, last)
                .mapToObj(seq -> range.group(3) + " " + seq)
                .collect(Collectors.toSet());
        assertThat(numbers.stream().filter(number -> has(model, number)))
                .as("reported as missed although it is in the table")
                .isEmpty();
    }

    private static boolean has(Model model, String number) {
        String[] parts = number.split(" ", 2);
        return model.has(parts[0], Long.parseLong(parts[1]));
    }
}
