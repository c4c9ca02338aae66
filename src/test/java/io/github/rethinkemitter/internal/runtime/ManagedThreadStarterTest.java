package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.EmitterException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ManagedThreadStarterTest {

    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch ran = new CountDownLatch(1);

    @Test
    void aThreadThatEndsBeforeItRunsAnythingIsReplaced() throws Exception {
        ThreadFactory busy = task -> made.incrementAndGet() < 3 ? new Thread(() -> {}) : new Thread(task);

        Thread thread = new ManagedThreadStarter(busy).start("mine", ran::countDown);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(made).hasValue(3);
        assertThat(thread.getName()).isEqualTo("mine");
    }

    @Test
    void theStartReturnsWhenTheTaskHasBegunAndDoesNotWaitForItsEnd() {
        var end = new CountDownLatch(1);

        Thread thread = new ManagedThreadStarter(Thread::new).start("mine", () -> {
            ran.countDown();
            awaitQuietly(end);
        });

        assertThat(thread.isAlive()).isTrue();
        end.countDown();
    }

    @Test
    void aThreadThatTheServerHoldsUpIsNotReplaced() {
        var deployed = new CountDownLatch(1);
        ThreadFactory waiting = task -> new Thread(() -> {
            awaitQuietly(deployed);
            task.run();
        });

        Thread thread = new ManagedThreadStarter(waiting).start("mine", ran::countDown);
        boolean before = ran.getCount() == 0;
        deployed.countDown();
        awaitQuietly(ran);

        assertThat(before).isFalse();
        assertThat(thread.getName()).isEqualTo("mine");
    }

    @Test
    void whenNoThreadRunsTheTaskTheMessageSaysWhereToLook() {
        assertThatThrownBy(() -> new ManagedThreadStarter(task -> new Thread(() -> {})).start("mine", ran::countDown))
                .isInstanceOf(EmitterException.class)
                .hasMessageStartingWith("RTH0620")
                .hasMessageContaining("Its log says why");
    }

    @Test
    void whenTheServerGivesNoThreadTheMessageSaysSo() {
        assertThatThrownBy(() -> new ManagedThreadStarter(task -> null).start("mine", ran::countDown))
                .isInstanceOf(EmitterException.class)
                .hasMessageStartingWith("RTH0617");
    }

    @Test
    void aCallerThatIsInterruptedDoesNotWait() {
        Thread.currentThread().interrupt();

        Thread thread = new ManagedThreadStarter(Thread::new).start("mine", ran::countDown);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thread.getName()).isEqualTo("mine");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
