package io.github.rethinkemitter.documentation.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.embedded.junit.RethinkEmitterExtension;
import io.github.rethinkemitter.embedded.junit.TableEvent;
import jakarta.inject.Inject;
import org.jboss.weld.junit5.EnableWeld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableWeld
class OrdersTest {

    @RegisterExtension
    static final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();

    @WeldSetup
    WeldInitiator weld =
            WeldInitiator.of(rethink.addTo(WeldInitiator.createWeld().beanClasses(Orders.class)));

    @Inject
    Orders orders;

    @Test
    void anOrderIsObservedAlthoughTheConnectionBreaks() {
        rethink.faults().dropConnections();

        orders.place(new Order(7, "tea"));

        rethink.awaitObserved("order.placed");
        assertThat(rethink.stored("order.placed"))
                .extracting(TableEvent::json)
                .containsExactly("[{\"item\":\"tea\",\"number\":7}]");
    }
}
