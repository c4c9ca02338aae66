package io.github.rethinkemitter.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import org.jboss.weld.junit5.EnableWeld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nested test classes, and a container that gets the CDI extension by its class. */
@EnableWeld
class NestedTest {

    @RegisterExtension
    static final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();

    @WeldSetup
    @SuppressWarnings("unchecked") // the array of classes that the container takes
    WeldInitiator weld = WeldInitiator.of(
            WeldInitiator.createWeld().addExtensions(EmitterCdiExtension.class).beanClasses(Shop.class));

    @Inject
    Shop shop;

    @RepeatedTest(2)
    void theTestWaitsUntilAnEventIsObserved() {
        rethink.awaitObserved(shop.place(1));

        assertThat(rethink.stored("order.placed")).hasSize(1);
    }

    @Nested
    class Inside {

        @RepeatedTest(2)
        void aTestOfANestedClassBeginsWithAnEmptyTableAsWell() {
            rethink.awaitObserved(shop.place(2));

            assertThat(rethink.stored("order.placed")).hasSize(1);
        }
    }
}
