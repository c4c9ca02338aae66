package io.github.rethinkemitter.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What counts for the bounds of what is kept in memory. */
class EventSizeTest {

    @Test
    void theKeyOfAnEventThatWaitsToBeStoredCounts() {
        var event = new EncodedEvent(new Topic("t"), "[\"t\",1]", "[\"t\",1.0]", "{\"a\":\"b\"}");

        assertThat(event.size()).isEqualTo(7 + 9 + 9);
        assertThat(event.withKey("order-7").size()).isEqualTo(event.size() + 7);
        assertThat(event.withKey("order-7"))
                .isEqualTo(new EncodedEvent(event.topic(), event.args(), event.raw(), event.headers(), "order-7"));
    }

    @Test
    void theKeyOfAnEventThatWaitsForObserversCounts() {
        var event =
                new StoredEvent("id", Instant.EPOCH, "src", 1, "t", "[\"t\"]", true, "{\"a\":\"b\"}").withSettled(7);

        var keyed = event.withKey("order-7");

        assertThat(keyed.weight()).isEqualTo(event.weight() + 7);
        assertThat(keyed.withSettled(7)).isEqualTo(keyed);
        assertThat(keyed).isNotEqualTo(event);
    }
}
