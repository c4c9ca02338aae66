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
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.AnnotationMember;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads from the methods of a bean how they observe, for the build compatible extension. */
final class ModelObservers {

    private ModelObservers() {}

    /** Whether it is the parameter that gets the event. */
    static boolean isEvent(ParameterInfo parameter) {
        return parameter.hasAnnotation(Observes.class) || parameter.hasAnnotation(ObservesAsync.class);
    }

    /** When in a transaction a method wants to be called. Weld does not say so where it has no transactions. */
    static TransactionPhase phase(MethodInfo method) {
        return method.parameters().stream()
                .filter(parameter -> parameter.hasAnnotation(Observes.class))
                .map(parameter -> parameter.annotation(Observes.class))
                // Containers differ in whether the model has members that were left at their default.
                .filter(observes -> observes.hasMember("during"))
                .map(observes -> observes.member("during").asEnum(TransactionPhase.class))
                .findFirst()
                .orElse(TransactionPhase.IN_PROGRESS);
    }

    /** What stands on the method or class itself; null without it. */
    static @Nullable AnnotationInfo onFailure(AnnotationTarget target) {
        return target.hasAnnotation(OnFailure.class) ? target.annotation(OnFailure.class) : null;
    }

    // Containers differ in whether the model has members that were left at their default.
    static OnFailureValues values(@Nullable AnnotationInfo annotation) {
        return annotation == null
                ? OnFailureValues.NONE
                : new OnFailureValues(
                        member(annotation, "name", AnnotationMember::asString, ""),
                        member(annotation, "maxAttempts", AnnotationMember::asInt, 0),
                        member(annotation, "delay", AnnotationMember::asString, ""),
                        member(annotation, "factor", AnnotationMember::asDouble, 0.0),
                        member(annotation, "maxDelay", AnnotationMember::asString, ""),
                        member(annotation, "retryOn", ModelObservers::classes, List.of()),
                        member(annotation, "parkOn", ModelObservers::classes, List.of()),
                        member(annotation, "then", ModelObservers::then, OnFailure.Then.CONFIGURED));
    }

    private static <T> T member(
            AnnotationInfo annotation, String name, Function<AnnotationMember, T> reader, T preset) {
        return annotation.hasMember(name) ? reader.apply(annotation.member(name)) : preset;
    }

    private static OnFailure.Then then(AnnotationMember member) {
        return OnFailure.Then.valueOf(member.asEnumConstant());
    }

    private static List<String> classes(AnnotationMember member) {
        return member.asArray().stream()
                .map(element -> ModelTypes.name(element.asType()))
                .toList();
    }

    /** Reports methods that look like observers and are none. */
    static void check(ClassInfo bean, Function<MethodInfo, String> name, Consumer<String> problems) {
        for (var method : methods(bean)) {
            if (onFailure(method) != null && method.parameters().stream().noneMatch(ModelObservers::isEvent)) {
                problems.accept(ObserverRules.onFailureOfOther(name.apply(method)));
            }
            boolean qualified = isQualified(method);
            if ((qualified || method.parameters().stream().anyMatch(ModelObservers::isQualified))
                    && !method.hasAnnotation(Produces.class)
                    && !method.hasAnnotation(Inject.class)
                    && !has(method, Disposes.class)) {
                boolean observes = method.parameters().stream().anyMatch(ModelObservers::isEvent);
                ObserverRules.checkMethod(name.apply(method), qualified, observes, problems);
            }
        }
    }

    // ArC fails where a supertype of the bean is not on the class path. If that matters, ArC reports it itself. Methods
    // of
    // interfaces observe nothing, and Weld fails when it is asked for their parameters.
    private static Collection<MethodInfo> methods(ClassInfo bean) {
        try {
            return bean.methods().stream()
                    .filter(method -> !method.declaringClass().isInterface())
                    .toList();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private static boolean isQualified(AnnotationTarget target) {
        return target.hasAnnotation(RethinkTopic.class) || target.hasAnnotation(RethinkChannel.class);
    }

    private static boolean has(MethodInfo method, Class<? extends Annotation> kind) {
        return method.parameters().stream().anyMatch(parameter -> parameter.hasAnnotation(kind));
    }
}
