package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.CaughtUp;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bad input is refused with a message that has an id, and other events are not disturbed. */
@ContractTest
class BadInputIT {

    /** JSON-B cannot write this payload, because its getter throws. */
    public static final class Unwritable {
        public String getName() {
            return Objects.requireNonNull(null, "on purpose");
        }
    }

    @Test
    void triggerRefusesTopicsThatAreNotAllowed(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)) {
            var observed = a.recording();
            a.connected();

            assertThatThrownBy(() -> a.emitter().trigger("")).isInstanceOf(IllegalArgumentException.class);
            for (var topic : List.of("a\nb", "order.*", "x".repeat(256))) {
                assertThatThrownBy(() -> a.emitter().trigger(topic))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("RTH0101");
            }
            for (var topic : List.of("connect", "disconnect", "reconnect", "error")) {
                assertThatThrownBy(() -> a.emitter().trigger(topic))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("RTH0102");
            }
            assertThatThrownBy(() -> a.emitter().trigger(null)).hasMessageStartingWith("RTH0101");

            assertStillWorks(a, observed);
        }
    }

    @Test
    void triggerRefusesPayloadsThatCannotBeStored(TestDb db) throws Exception {
        try (var a = TestApplication.on(db)) {
            var observed = a.recording();
            a.connected();

            for (Object payload : List.of(
                    Double.NaN,
                    Map.of("deep", List.of(Double.POSITIVE_INFINITY)),
                    "half of a pair: \ud800",
                    "x".repeat(2 * 1024 * 1024),
                    new int[100_001],
                    new Unwritable())) {
                assertThatThrownBy(() -> a.emitter().trigger("bad", payload))
                        .isInstanceOf(UnstorablePayloadException.class)
                        .hasMessageMatching("(?s)RTH01\\d\\d .*\"bad\".*");
            }

            assertStillWorks(a, observed);
        }
    }

    @Test
    void valuesThatRethinkDbWouldChangeArriveExactly(TestDb db) throws Exception {
        List<Object> longs = new CopyOnWriteArrayList<>();
        List<Object> maps = new CopyOnWriteArrayList<>();
        List<Object> decimals = new CopyOnWriteArrayList<>();
        var beyond = (1L << 53) + 1;
        var precise = new BigDecimal("0.1234567890123456789012345678901234567890");
        try (var a = TestApplication.on(db)
                .observing("long", Long.class, longs::add)
                .observing("map", Map.class, maps::add)
                .observing("decimal", BigDecimal.class, decimals::add)
                .connected()) {

            a.emitter().trigger("long", beyond).toCompletableFuture().get();
            a.emitter()
                    .trigger("map", Map.of("$reql_type$", "TIME"))
                    .toCompletableFuture()
                    .get();
            a.emitter()
                    .trigger("map", Map.of("a\0b", "c\0d"))
                    .toCompletableFuture()
                    .get();
            a.emitter().trigger("decimal", precise).toCompletableFuture().get();

            await().untilAsserted(() -> assertThat(longs).containsExactly(beyond));
            await().untilAsserted(() ->
                    assertThat(maps).containsExactly(Map.of("$reql_type$", "TIME"), Map.of("a\0b", "c\0d")));
            await().untilAsserted(() -> assertThat(decimals).containsExactly(precise));
        }
    }

    @Test
    void anObserverOfAnotherTypeFailsAndTheOthersGetTheEvent(TestDb db) throws Exception {
        List<String> texts = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                .observing("beep", Integer.class, payload -> texts.add("never"))
                .observing("beep", String.class, texts::add)
                .connected()) {

            a.emitter().trigger("beep", "not a number").toCompletableFuture().get();

            await().untilAsserted(() -> assertThat(texts).containsExactly("not a number"));
            var failure = a.awaitLifecycle(ObserverFailed.class);
            assertThat(failure.cause())
                    .isInstanceOf(PayloadMismatchException.class)
                    .hasMessageStartingWith("RTH04");
        }
    }

    @Test
    void documentsThatAreNoEventsAreReportedAndSkipped(TestDb db) throws Exception {
        try (var a = TestApplication.on(db);
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();

            outside.value("r.table('events').insert({note: 'no event', ts: r.now()})");
            outside.value("r.table('events').insert({args: [], ts: r.now()})");
            outside.value("r.table('events').insert({args: 'beep', ts: r.now()})");

            assertStillWorks(a, observed);
            assertThat(a.awaitLifecycle(EmitterError.class).phase()).isEqualTo(EmitterError.Phase.SUBSCRIBE);
        }
    }

    @Test
    void documentsThatAreNoEventsDoNotMakeTheLibraryOpenTheFeedAgain(TestDb db) throws Exception {
        try (var a = TestApplication.on(db).with("heartbeat.interval", "1s");
                var outside = db.outside()) {
            var observed = a.recording();
            a.connected();

            outside.value("r.table('events').insert({note: 'no event', ts: r.now()})");

            await().during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(a.lifecycle(CaughtUp.class)).isEmpty());
            assertStillWorks(a, observed);
        }
    }

    @Test
    void aWrongPasswordIsReportedWithoutThePassword(TestDb db) throws Exception {
        var url = "rethinkdb://admin:s3cret@localhost:" + db.server().port() + "/" + db.name();
        try (var a = TestApplication.of(EmitterOptions.of(url)).started()) {
            var error = a.awaitLifecycle(EmitterError.class);

            assertThat(error.phase()).isEqualTo(EmitterError.Phase.CONNECT);
            assertThat(error.cause()).hasMessageStartingWith("RTH02").hasMessageContaining("admin");
            assertThat(a.lifecycle().toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void aWrongHostIsReported(TestDb db) throws Exception {
        try (var a = TestApplication.of(EmitterOptions.of("rethinkdb://no-such-host.invalid/test"))
                .started()) {
            var error = a.awaitLifecycle(EmitterError.class);

            assertThat(error.cause()).hasMessageStartingWith("RTH02").hasMessageContaining("no-such-host.invalid");
        }
    }

    @Test
    void withoutTheRightToCreateTablesTheMessageNamesTheMissingTable(TestDb db) throws Exception {
        db.create();
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            user.grant("{read: true, write: true}");

            try (var a = TestApplication.of(EmitterOptions.of(user.url())).started()) {
                var error = a.awaitLifecycle(EmitterError.class);

                assertThat(error.phase()).isEqualTo(EmitterError.Phase.SETUP);
                assertThat(error.cause()).hasMessageStartingWith("RTH02").hasMessageContaining("\"events\"");
            }
        }
    }

    @Test
    void rightsToReadAndWriteTheTableAreEnough(TestDb db) throws Exception {
        db.create().createTable("events");
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            outside.value("r.table('events').indexCreate('ts')");
            outside.value("r.table('events').indexWait('ts')");
            user.grantOnTable("{read: true, write: true}");

            try (var a = TestApplication.of(EmitterOptions.of(user.url()))) {
                var observed = a.recording();
                a.connected();
                assertStillWorks(a, observed);
            }
        }
    }

    @Test
    void withoutTheRightToWriteEventsAreRefusedAndOtherEventsAreStillObserved(TestDb db) throws Exception {
        db.create().createTable("events");
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            outside.value("r.table('events').indexCreate('ts')");
            outside.value("r.table('events').indexWait('ts')");
            user.grantOnTable("{read: true, write: false}");

            try (var a = TestApplication.of(EmitterOptions.of(user.url()))) {
                var observed = a.recording();
                a.connected();

                assertThat(a.emitter().trigger("mute").toCompletableFuture())
                        .failsWithin(60, TimeUnit.SECONDS)
                        .withThrowableOfType(ExecutionException.class)
                        .withCauseInstanceOf(EventRefusedException.class)
                        .withMessageContaining("RTH01");
                outside.value("r.table('events').insert({args: ['from another'], ts: r.now()})");
                observed.await(1);
            }
        }
    }

    /** Triggers an event that must be stored and observed, and be the only one observed. */
    private static void assertStillWorks(TestApplication a, ObservedEvents observed) throws Exception {
        var receipt =
                a.emitter().trigger("good", "payload").toCompletableFuture().get(60, TimeUnit.SECONDS);
        observed.awaitIds(List.of(receipt.id()));
        assertThat(observed.topics()).containsExactly("good");
    }
}
