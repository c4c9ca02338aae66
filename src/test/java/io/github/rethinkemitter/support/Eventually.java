package io.github.rethinkemitter.support;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.client.RawClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/** Waiting for servers. */
public final class Eventually {

    private Eventually() {}

    /** Returns when a client could connect and ask something. */
    public static void connects(Supplier<URI> server) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    try (RawClient client = RawClient.connect(server.get())) {
                        return client.run("[5]").type() == 5;
                    }
                });
    }
}
