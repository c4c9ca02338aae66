package io.github.rethinkemitter.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.jboss.weld.junit5.EnableWeld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container for each test, made by code. */
@EnableWeld
class WeldSetupTest {

    @RegisterExtension
    static final RethinkEmitterExtension rethink = RethinkEmitterExtension.builder()
            .option("subscriber", "test")
            .option("user", "somebody")
            .option("password", "of the real server")
            .timeout(Duration.ofSeconds(30))
            .build();

    @WeldSetup
    WeldInitiator weld =
            WeldInitiator.of(rethink.addTo(WeldInitiator.createWeld().beanClasses(Shop.class)));

    @Inject
    Shop shop;

    @RepeatedTest(3)
    void aTestFindsOnlyItsOwnEventsInTheTable() {
        shop.place(1);
        shop.place(2);

        rethink.awaitObserved("order.*", 2);

        assertThat(shop.seen()).containsExactlyInAnyOrder("placed 1", "placed 2", "later 1", "later 2");
        assertThat(rethink.stored())
                .extracting(TableEvent::topic)
                .containsExactly("shop.opened", "order.placed", "order.placed");
    }

    @Test
    void anEventThatTheApplicationTriggersAtItsStartIsObservedAsWell() {
        rethink.awaitObserved("shop.opened");

        assertThat(rethink.stored("shop.**")).hasSize(1);
    }

    @Test
    void aStoredEventHasTheFieldsOfItsDocument() {
        var receipt = rethink.awaitObserved(shop.place(7));

        var event = rethink.stored("order.placed").get(0);
        assertThat(event.id()).isEqualTo(receipt.id());
        assertThat(event.timestamp()).isEqualTo(receipt.storedAt());
        assertThat(event.table()).isEqualTo("test.events");
        assertThat(event.json()).isEqualTo("[{\"number\":7},\"two\",1.5]");
        assertThat(event.args().get(0)).isEqualTo(Map.of("number", 7L));
        assertThat(event.headers()).containsEntry("by", "test");
        assertThat(event.key()).hasValue("order-7");
        assertThat(event.origin()).isPresent();
        assertThat(event.sequence()).hasValue(2);
    }

    @Test
    void anEventIsObservedAlthoughTheConnectionIsDropped() {
        rethink.faults().dropConnections();

        rethink.awaitObserved(shop.place(1));

        assertThat(shop.seen()).contains("placed 1", "later 1");
    }

    @Test
    void anObserverThatThrowsCountsAsHavingObserved() {
        rethink.awaitObserved(shop.cancel(1));

        assertThat(rethink.server().applications().toString()).contains("Shop.cancelled", "IllegalStateException: no");
    }
}
