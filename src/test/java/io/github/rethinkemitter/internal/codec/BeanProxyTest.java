package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldJunit5Extension;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An injected bean is usually a proxy, whose properties belong to the container. */
@ExtendWith(WeldJunit5Extension.class)
class BeanProxyTest extends CodecFixture {

    @WeldSetup
    private final WeldInitiator weld = WeldInitiator.of(Stock.class);

    @ApplicationScoped
    public static class Stock {
        public int getCount() {
            return 5;
        }
    }

    @Test
    void theProxyOfABeanIsRefused() {
        var proxy = weld.select(Stock.class).get();

        assertThatThrownBy(() -> encode(proxy)).hasMessageContaining("RTH0140 argument 1");
        assertThatThrownBy(() -> encode(List.of(proxy))).hasMessageContaining("RTH0140 argument 1");
    }
}
