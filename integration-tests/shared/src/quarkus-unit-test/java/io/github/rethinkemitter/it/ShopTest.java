package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.rethinkemitter.embedded.junit.RethinkEmitterExtension;
import io.github.rethinkemitter.embedded.junit.TableEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The application is started once for this class and {@link AnotherShopTest}. */
@QuarkusTest
class ShopTest {

    @RegisterExtension
    static final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();

    @Inject
    Shop shop;

    @Inject
    Received received;

    @RepeatedTest(2)
    void eachTestBeginsWithAnEmptyTable() {
        shop.openFor("tea");

        rethink.awaitObserved("priority");
        rethink.awaitObserved("login");
        assertThat(received.lines()).contains("order Order[number=1, item=tea]", "audited tea");
        assertThat(rethink.stored("order.*"))
                .extracting(TableEvent::table, TableEvent::topic)
                .containsExactly(
                        tuple("test.events", "order.placed"),
                        tuple("test.events", "order.none"),
                        tuple("test.events", "order.bulk"));
    }

    @Test
    void eventsTriggeredWhileTheConnectionIsBrokenAreObserved() {
        rethink.faults().dropConnections();

        shop.burst(100);

        rethink.awaitObserved("burst", 100);
        assertThat(received.lines()).contains("burst 100");
    }
}
