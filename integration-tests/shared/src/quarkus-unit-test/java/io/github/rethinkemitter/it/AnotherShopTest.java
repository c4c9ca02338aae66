package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.embedded.junit.RethinkEmitterExtension;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another test class that uses the application that is already running. */
@QuarkusTest
class AnotherShopTest {

    @RegisterExtension
    static final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();

    @Inject
    Shop shop;

    @Test
    void theExtensionFindsTheApplicationThatIsAlreadyRunning() {
        shop.burst(10);

        rethink.awaitObserved("burst", 10);
        assertThat(rethink.stored()).hasSize(10);
    }
}
