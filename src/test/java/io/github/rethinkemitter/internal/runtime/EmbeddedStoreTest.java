package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedStoreTest {

    @Test
    void anEmbeddedServerIsStartedWithTheChannelAndStoppedWithIt() throws Exception {
        try (var fixture = new ChannelFixture()) {
            fixture.options.put("url", "embedded:runtime-test");
            var channels = fixture.start("beep");
            fixture.awaitLifecycle(1);

            var receipt = channels.of("")
                    .emitter()
                    .trigger("beep", "boop")
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);

            assertThat(receipt.topic()).isEqualTo("beep");
            await().atMost(ChannelFixture.PATIENCE).until(() -> fixture.observed.equals(List.of("beep=boop")));

            channels.close();
            assertThat(fixture.threads).noneMatch(Thread::isAlive);
        }
    }
}
