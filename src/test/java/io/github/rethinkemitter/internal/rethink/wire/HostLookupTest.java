package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.support.leaks.LeakCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(LeakCheck.class)
class HostLookupTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ThreadStarter started = (name, task) -> {
        var thread = new Thread(task, name);
        threads.add(thread);
        thread.start();
        return thread;
    };

    @AfterEach
    void endThreads() throws InterruptedException {
        answer.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aNameServiceThatDoesNotAnswerIsWaitedForUntilTheDeadline() {
        assertThatThrownBy(() -> silent().addresses(new Host("silent.example", 1), Deadline.in(SOON)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("RTH0203", "silent.example:1", "connect-timeout");
    }

    @Test
    void attemptsThatGiveUpShareOneThreadAndItsAnswer() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> silent().addresses(new Host("slow.example", 1), Deadline.in(SOON)))
                    .hasMessageContaining("RTH0203");
        }
        assertThat(threads).hasSize(1);

        answer.countDown();
        assertThat(silent().addresses(new Host("slow.example", 1), Deadline.in(PATIENCE)))
                .containsExactly(loopback);
    }

    @Test
    void theWaitForAnAddressCanBeInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> silent().addresses(new Host("stuck.example", 1), Deadline.in(PATIENCE)))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anUnknownNameIsReportedEachTime() {
        var nobody = new HostLookup(started, name -> {
            throw new UnknownHostException(name);
        });

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> nobody.addresses(new Host("nobody.example", 1), Deadline.in(PATIENCE)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("RTH0201", "nobody.example");
        }
    }

    @Test
    void aThreadThatWasEndedBeforeItRanIsReplaced() throws Exception {
        var lookup = new HostLookup(
                (name, task) -> threads.isEmpty() ? started.start(name, () -> {}) : started.start(name, task),
                name -> new InetAddress[] {loopback});
        assertThatThrownBy(() -> lookup.addresses(new Host("lent.example", 1), Deadline.in(SOON)))
                .hasMessageContaining("RTH0203");
        threads.element().join();

        assertThat(lookup.addresses(new Host("lent.example", 1), Deadline.in(PATIENCE)))
                .containsExactly(loopback);
    }

    @Test
    void withoutAThreadTheLookUpFails() {
        var refused = new HostLookup(
                (name, task) -> {
                    throw new IllegalStateException("no more threads");
                },
                name -> new InetAddress[] {loopback});

        assertThatThrownBy(() -> refused.addresses(new Host("any.example", 1), Deadline.in(PATIENCE)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("RTH02", "no more threads");
    }

    @Test
    void anAddressNeedsNoThread() throws Exception {
        var lookup = new HostLookup(started, InetAddress::getAllByName);

        assertThat(lookup.addresses(new Host("127.0.0.1", 1), Deadline.in(PATIENCE)))
                .hasSize(1);
        assertThat(lookup.addresses(new Host("::1", 1), Deadline.in(PATIENCE))).hasSize(1);
        assertThat(threads).isEmpty();
    }

    private HostLookup silent() {
        return new HostLookup(started, name -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new InetAddress[] {loopback};
        });
    }
}
