package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArcObserversTest {

    private static final Listed LISTED = new Listed();

    /** Lists observers as ArC does. */
    public static class Container {

        public static Container instance() {
            return new Container();
        }

        public List<Listed> getObservers() {
            return List.of(LISTED);
        }
    }

    public static class Listed implements ObserverMethod<Object> {

        @Override
        public Class<?> getBeanClass() {
            return Listed.class;
        }

        @Override
        public Type getObservedType() {
            return Object.class;
        }

        @Override
        public Set<Annotation> getObservedQualifiers() {
            return Set.of();
        }

        @Override
        public Reception getReception() {
            return Reception.ALWAYS;
        }

        @Override
        public TransactionPhase getTransactionPhase() {
            return TransactionPhase.IN_PROGRESS;
        }

        @Override
        public void notify(EventContext<Object> context) {}
    }

    @Test
    void theObserversAreThoseThatArcLists() {
        assertThat(ArcObservers.all(Container.class.getName(), getClass().getClassLoader()))
                .isEqualTo(List.of(LISTED));
    }

    @Test
    void withoutArcNoObserversAreListed() {
        assertThat(ArcObservers.all()).isEmpty();
        assertThat(ArcObservers.all(String.class.getName(), null)).isEmpty();
    }
}
