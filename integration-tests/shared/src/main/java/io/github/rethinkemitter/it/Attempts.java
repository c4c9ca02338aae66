package io.github.rethinkemitter.it;

import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An observer that succeeds at its third attempt. */
@ApplicationScoped
@OnFailure(name = Attempts.NAME, maxAttempts = Attempts.COUNT, delay = "10ms", retryOn = IOException.class)
public class Attempts {

    static final String NAME = "patient";
    static final int COUNT = 3;

    private final Map<String, Integer> byCustomer = new ConcurrentHashMap<>();

    @Inject
    Received received;

    @Inject
    Basket basket;

    void attempt(@Observes @RethinkTopic("attempts") String customer) throws IOException {
        int attempt = byCustomer.merge(customer, 1, Integer::sum);
        received.add("attempt " + attempt + " for " + customer + ", basket " + basket.add());
        if (attempt < COUNT) {
            throw new IOException("not yet");
        }
    }
}
