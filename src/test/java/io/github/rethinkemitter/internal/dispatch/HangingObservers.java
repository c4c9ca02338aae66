package io.github.rethinkemitter.internal.dispatch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Observers that do not return from some payloads until a test lets them. */
final class HangingObservers {

    /** The payloads that the observers were called with. */
    final List<Object> called = new CopyOnWriteArrayList<>();

    private final CountDownLatch gate = new CountDownLatch(1);

    void letReturn() {
        gate.countDown();
    }

    void await() {
        try {
            assertThat(gate.await(60, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Notes each payload, and hangs on those that match. */
    DispatcherFixture.Body on(Predicate<Object> which) {
        return payload -> {
            called.add(String.valueOf(payload));
            if (which.test(String.valueOf(payload))) {
                assertThat(gate.await(60, SECONDS)).isTrue();
            }
        };
    }

    /** An observer of "slow" that hangs on "s0", and one of all topics that is called after it. */
    DispatcherFixture besideAnother(boolean async, int bufferSize, DispatcherFixture.Body another) {
        var body = on("s0"::equals);
        var hanging = async
                ? DispatcherFixture.async("slow", String.class, "Slow.hangs", body)
                : new DispatcherFixture.TestObserver("slow", String.class, false, 1, "Slow.hangs", body);
        return new DispatcherFixture(bufferSize, hanging, DispatcherFixture.sync("**", String.class, 2, another));
    }

    static List<String> names(String prefix, int from, int to) {
        var names = new ArrayList<String>();
        for (int i = from; i < to; i++) {
            names.add(prefix + i);
        }
        return names;
    }
}
