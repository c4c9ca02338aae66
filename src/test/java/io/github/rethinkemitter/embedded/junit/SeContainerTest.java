package io.github.rethinkemitter.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A container that all tests of a class share, and one that a test starts itself. */
class SeContainerTest {

    @RegisterExtension
    static final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();

    static SeContainer container;

    @BeforeAll
    static void start() {
        // This container looks for extensions, so the library need not be added.
        container =
                SeContainerInitializer.newInstance().addBeanClasses(Shop.class).initialize();
    }

    @AfterAll
    static void stop() {
        container.close();
    }

    @RepeatedTest(3)
    void anEventOfAnEarlierTestIsNotStoredAnyMore() {
        rethink.awaitObserved(container.select(Shop.class).get().place(1));

        assertThat(rethink.stored("order.placed")).hasSize(1);
    }

    @Test
    void anEventIsObservedOnlyWhenEveryApplicationHasObservedIt() {
        try (var other = rethink.addTo(SeContainerInitializer.newInstance().disableDiscovery())
                .addBeanClasses(Shop.class)
                .initialize()) {
            rethink.awaitConnected();

            rethink.awaitObserved(container.select(Shop.class).get().place(1));

            assertThat(other.select(Shop.class).get().seen()).contains("placed 1", "later 1");
        }
    }
}
