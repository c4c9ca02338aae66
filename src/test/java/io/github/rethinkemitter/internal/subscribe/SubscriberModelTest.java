package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.Beginning;
import io.github.rethinkemitter.internal.config.Start;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Stored;
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
    // Kept, or the level is lost with the logger.
    private static final Logger LOGGER = Logger.getLogger(Subscriber.class.getPackageName());

    private final Set<String> delivered = new LinkedHashSet<>();
    private final Set<String> passed = new HashSet<>(); // "src seq" of what was reported
    private final Map<String, Long> highest = new HashMap<>();
    private final Queue<Stored> unhandled = new ArrayDeque<>();

    static LongStream seeds() {
        Long one = Long.getLong("model.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Long.getLong("model.seeds", 300));
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
        var fromNow = new Beginning(null, new Start.Now(), Beginning.HistoryLost.EARLIEST);
        int bufferSize = 5 + random.nextInt(60);
        var settings = new SubscribeSettings(false, Model.OVERLAP, Duration.ofSeconds(2), bufferSize, 1000, fromNow);
        var subscriber = new Subscriber[1];
        var model = new Model(random, () -> {
            for (int i = random.nextInt(4); i > 0 && !unhandled.isEmpty(); i--) {
                subscriber[0].handled(unhandled.remove());
            }
            assertThat(subscriber[0].sequence.waiting())
                    .as("events behind holes, with a buffer of %s", bufferSize)
                    .isLessThanOrEqualTo(3 * bufferSize);
        });
        var signals = new Recorder() {
            @Override
            public void missed(long count, Instant from, Instant to, String cause) {
                notePassed(model, count, cause);
            }
        };
        subscriber[0] =
                new Subscriber(settings, "own", new Outlets(delivery -> observe(model, delivery), signals), model.time);

        while (!model.over) {
            subscriber[0].follow(model, () -> model.connected = true);
            model.live();
        }

        assertThat(model.promised.stream().map(Stored::id).filter(id -> !delivered.contains(id)))
                .as("lost")
                .isEmpty();
        assertThat(subscriber[0].sequence.waiting()).isZero();
    }

    private void observe(Model model, Delivery delivery) {
        Stored event = delivery.event();
        assertThat(delivered.add(event.id())).as("observed once: %s", event).isTrue();
        assertThat(event.src()).isNotEqualTo("own");
        assertThat(event.isFiller()).isFalse();
        if (event.src() != null) {
            long before = highest.getOrDefault(event.src(), 0L);
            if (model.promised.contains(event) && event.seq() < before) {
                assertThat(passed)
                        .as("out of order after %s: %s", before, event)
                        .contains(event.src() + " " + event.seq());
            }
            highest.put(event.src(), Math.max(before, event.seq()));
        }
        unhandled.add(event);
    }

    private void notePassed(Model model, long count, String cause) {
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
        passed.addAll(numbers);
    }

    private static boolean has(Model model, String number) {
        String[] parts = number.split(" ", 2);
        return model.has(parts[0], Long.parseLong(parts[1]));
    }
}
