package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.util.Objects;
import java.util.function.Consumer;

/** Reads from the methods of a bean how they observe, for the portable extension. */
final class AnnotatedObservers {

    private AnnotatedObservers() {}

    /** When in a transaction a method wants to be called. Weld does not say so where it has no transactions. */
    static TransactionPhase phase(AnnotatedMethod<?> method) {
        return method.getParameters().stream()
                .map(parameter -> parameter.getAnnotation(Observes.class))
                .filter(Objects::nonNull)
                .map(Observes::during)
                .findFirst()
                .orElse(TransactionPhase.IN_PROGRESS);
    }

    /** Reports methods that look like observers and are none. */
    static void check(AnnotatedType<?> bean, Consumer<String> problems) {
        for (var method : bean.getMethods()) {
            boolean qualified = isQualified(method);
            if ((qualified || method.getParameters().stream().anyMatch(AnnotatedObservers::isQualified))
                    && !method.isAnnotationPresent(Produces.class)
                    && !method.isAnnotationPresent(Inject.class)
                    && !has(method, Disposes.class)) {
                boolean observes = has(method, Observes.class) || has(method, ObservesAsync.class);
                ObserverRules.checkMethod(MemberNames.of(bean.getJavaClass(), method), qualified, observes, problems);
            }
        }
    }

    private static boolean isQualified(Annotated annotated) {
        return annotated.isAnnotationPresent(RethinkTopic.class) || annotated.isAnnotationPresent(RethinkChannel.class);
    }

    private static boolean has(AnnotatedMethod<?> method, Class<? extends Annotation> kind) {
        return method.getParameters().stream().anyMatch(parameter -> parameter.isAnnotationPresent(kind));
    }
}
