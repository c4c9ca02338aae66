package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.internal.config.OnFailureValues;
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
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** What stands on the method itself; null without it. */
    static @Nullable OnFailure onFailure(AnnotatedMethod<?> method) {
        return method.getAnnotation(OnFailure.class);
    }

    static OnFailureValues values(@Nullable OnFailure annotation) {
        return annotation == null
                ? OnFailureValues.NONE
                : new OnFailureValues(
                        annotation.name(),
                        annotation.maxAttempts(),
                        annotation.delay(),
                        annotation.factor(),
                        annotation.maxDelay(),
                        names(annotation.retryOn()),
                        names(annotation.parkOn()),
                        annotation.then());
    }

    private static List<String> names(Class<?>[] classes) {
        return Stream.of(classes).map(Class::getName).toList();
    }

    /** Reports methods that look like observers and are none. */
    static void check(AnnotatedType<?> bean, Consumer<String> problems) {
        for (var method : bean.getMethods()) {
            if (onFailure(method) != null && !has(method, Observes.class) && !has(method, ObservesAsync.class)) {
                problems.accept(ObserverRules.onFailureOfOther(MemberNames.of(bean.getJavaClass(), method)));
            }
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
