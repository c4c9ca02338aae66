package io.github.rethinkemitter.internal.dispatch;

import static io.github.rethinkemitter.internal.dispatch.DispatcherFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.PayloadMismatchException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailureLogTest {

    private static final DispatcherFixture.Body FAILS = payload -> {
        throw new IllegalStateException("no customer");
    };

    @Test
    void failuresOfOneObserverAreLoggedOnceASecondWithACountOfTheRest() throws Exception {
        try (var fixture =
                new DispatcherFixture(100, sync("beep", String.class, 1, FAILS), sync("*", String.class, 2, FAILS))) {
            for (int i = 0; i < 60; i++) {
                fixture.deliver("beep", "e" + i);
            }
            await().until(() -> fixture.lifecycleEvents(ObserverFailed.class).size() == 120);
            assertThat(fixture.log.of("RTH0411 observer Observers.sync1")).hasSize(1);
            assertThat(fixture.log.of("RTH0411 observer Observers.sync2")).hasSize(1);

            fixture.letPass(Duration.ofSeconds(1));

            await().untilAsserted(
                            () -> assertThat(fixture.log.of("RTH0411 observer Observers.sync1 failed 59 times more"))
                                    .hasSize(1));
            assertThat(fixture.log.of("RTH0411 observer Observers.sync1")).hasSize(2);
        }
    }

    @Test
    void theFirstFailureHasTheStackTraceOfTheObserver() throws Exception {
        try (var fixture = new DispatcherFixture(100, sync("beep", String.class, 1, FAILS))) {
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.log.of("RTH0411"))
                    .singleElement()
                    .asString()
                    .contains("IllegalStateException: no customer", "\tat ", "FailureLogTest"));
        }
    }

    @Test
    void aFailureIsLoggedWithItsStackTraceOnceAndADifferentOneWithItsOwn() throws Exception {
        try (var fixture = new DispatcherFixture(100, sync("beep", String.class, 1, payload -> {
            throw payload.equals("other")
                    ? new UnsupportedOperationException()
                    : new IllegalStateException("no " + payload);
        }))) {
            for (var payload : List.of("a", "b", "other", "c", "other")) {
                int logged = fixture.log.of("RTH0411").size();
                fixture.deliver("beep", payload);
                await().until(() -> fixture.log.of("RTH0411").size() == logged + 1);
                fixture.letPass(Duration.ofSeconds(1));
            }

            var log = fixture.log.of("RTH0411");
            assertThat(log.get(0)).contains("no a", "see the cause\n", "\tat ");
            assertThat(log.get(1))
                    .contains("no b", "the cause, which was logged with an earlier such message")
                    .doesNotContain("\tat ");
            assertThat(log.get(2)).contains("UnsupportedOperationException", "\tat ");
            assertThat(log.get(3)).contains("no c").doesNotContain("\tat ");
            assertThat(log.get(4)).contains("UnsupportedOperationException").doesNotContain("\tat ");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class)).hasSize(5);
        }
    }

    @Test
    void aPayloadThatDoesNotFitIsNotQuotedByTheLog() throws Exception {
        try (var fixture = new DispatcherFixture(
                100, sync("beep", int.class, 1, payload -> {}), sync("boop", String.class, 2, payload -> {
                    throw new IllegalArgumentException(
                            "cannot place the order",
                            new PayloadMismatchException(
                                    "RTH0401 does not fit", new NumberFormatException("For input: card-number")));
                }))) {
            fixture.deliver("beep", "card-number", "node-1", 1);
            fixture.deliver("boop", "ok");

            await().until(() -> fixture.log.of("RTH0411").size() == 2);
            assertThat(fixture.log.of("RTH0411").get(0))
                    .contains("RTH0401 no number", "java.lang.NumberFormatException", "\tat ")
                    .doesNotContain("For input string");
            assertThat(fixture.log.of("RTH0411").get(1))
                    .contains("cannot place the order", "RTH0401 does not fit", "java.lang.NumberFormatException")
                    .doesNotContain("card-number");
            assertThat(fixture.lifecycleEvents(ObserverFailed.class).get(0).cause())
                    .hasStackTraceContaining("For input string");
        }
    }

    @Test
    void aForeignTopicCannotForgeLinesOfTheLog() throws Exception {
        try (var fixture = new DispatcherFixture(100, sync("**", String.class, 1, FAILS))) {
            fixture.deliver("beep\nRTH0999 all is well", "a\u001b[2J");

            await().untilAsserted(() -> assertThat(fixture.log.of("RTH0411"))
                    .singleElement()
                    .asString()
                    .contains("beep\\u000aRTH0999 all is well", "a\\u001b[2J"));
        }
    }

    @Test
    void causesInACircleAreLoggedAsWell() throws Exception {
        try (var fixture = new DispatcherFixture(100, sync("beep", String.class, 1, payload -> {
            var one = new IllegalStateException("one");
            one.initCause(new PayloadMismatchException("RTH0401 two", one));
            throw one;
        }))) {
            fixture.deliver("beep", "a");

            await().untilAsserted(() -> assertThat(fixture.log.of("RTH0411")).hasSize(1));
        }
    }
}
