package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which observer methods are ours, and what is wrong with them. Both extensions ask here, so that they agree. */
final class ObserverRules {

    private static final Set<String> LIFECYCLE = Stream.concat(
                    Stream.of(LifecycleEvent.class), Stream.of(LifecycleEvent.class.getPermittedSubclasses()))
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    // An observer of these may get lifecycle events among others.
    private static final Set<String> ABOVE_LIFECYCLE = Set.of(Object.class.getName(), Record.class.getName());

    private ObserverRules() {}

    /**
     * What an extension can say about an observer.
     *
     * @param type as it prints; for a class its name
     * @param hasTypeVariable whether the type depends on a type variable
     * @param wantsMetadata whether it has an {@code EventMetadata} parameter
     * @param phase when in a transaction it wants to be called
     */
    record Seen(
            String method,
            Qualifiers qualifiers,
            String type,
            boolean hasTypeVariable,
            boolean wantsMetadata,
            TransactionPhase phase) {

        /** Whether it observes lifecycle events. */
        boolean isOfLifecycle() {
            return LIFECYCLE.contains(type);
        }
    }

    /** Whether the observer gets events of a channel; its problems, if any, have been told then. */
    static boolean isOurs(Seen seen, Consumer<String> problems) {
        if (seen.qualifiers().topic() != null) {
            checkTopic(seen, seen.qualifiers().topic(), problems);
            checkCall(seen, problems);
            return true;
        }
        boolean wholeEvent = seen.type().equals(RethinkEvent.class.getName());
        if (wholeEvent || seen.isOfLifecycle()) {
            if (!seen.qualifiers().others().isEmpty()) {
                problems.accept("RTH0505 " + seen.method() + " has the qualifier "
                        + at(seen.qualifiers().others())
                        + ", which no event carries: it would never be called. Remove it");
            }
            checkCall(seen, problems);
        } else if (seen.qualifiers().channel() != null
                && !seen.hasTypeVariable()
                && !ABOVE_LIFECYCLE.contains(seen.type())) {
            problems.accept("RTH0535 " + seen.method() + " observes " + seen.type()
                    + " with @RethinkChannel alone, which only lifecycle events and RethinkEvent have: it would never be"
                    + " called. Name the topic: @RethinkTopic(value = \"…\", channel = \""
                    + seen.qualifiers().channel() + "\")");
        }
        return wholeEvent;
    }

    /**
     * Tells of a method that looks like an observer and is none.
     *
     * @param qualified whether the method itself has a qualifier of ours
     */
    static void checkMethod(String method, boolean qualified, boolean observes, Consumer<String> problems) {
        if (qualified && observes) {
            problems.accept(
                    "RTH0536 " + method + " has @RethinkTopic or @RethinkChannel at the method, where CDI passes"
                            + " it over. Put it beside @Observes, before the parameter");
        } else if (!observes) {
            problems.accept("RTH0537 " + method + " has @RethinkTopic or @RethinkChannel, but observes nothing. Put"
                    + " @Observes or @ObservesAsync before the parameter");
        }
    }

    private static void checkCall(Seen seen, Consumer<String> problems) {
        if (seen.wantsMetadata()) {
            problems.accept(metadata(seen));
        }
        if (seen.phase() != TransactionPhase.IN_PROGRESS) {
            problems.accept(
                    "RTH0538 " + seen.method() + " is to be called " + seen.phase() + ", but events come outside of"
                            + " any transaction, so it would be called at once. Remove \"during\"");
        }
    }

    private static void checkTopic(Seen seen, RethinkTopic topic, Consumer<String> problems) {
        if (seen.isOfLifecycle()) {
            problems.accept("RTH0539 " + seen.method() + " observes " + seen.type()
                    + " with @RethinkTopic, but lifecycle events have no topic: it would never be called."
                    + " Remove it, or name a channel with @RethinkChannel");
        }
        if (seen.qualifiers().channel() != null) {
            problems.accept("RTH0505 " + seen.method() + " has both @RethinkTopic and @RethinkChannel."
                    + " Name the channel in the topic: @RethinkTopic(value = \"" + topic.value() + "\", channel = \""
                    + seen.qualifiers().channel() + "\")");
        }
        if (!seen.qualifiers().others().isEmpty()) {
            problems.accept("RTH0505 " + seen.method() + " has, besides @RethinkTopic, the qualifier "
                    + at(seen.qualifiers().others())
                    + ", which no event carries: it would never be called. Remove it");
        }
        if (seen.hasTypeVariable()) {
            problems.accept("RTH0506 " + seen.method() + " observes " + seen.type()
                    + ", which has a type variable, so nothing says what to read the event as."
                    + " Observe a concrete type, or RethinkEvent");
        }
        try {
            TopicPattern.of(topic.value());
        } catch (IllegalArgumentException e) {
            problems.accept(e.getMessage() + ": " + seen.method());
        }
    }

    private static String metadata(Seen seen) {
        return "RTH0504 " + seen.method()
                + " has a parameter of type EventMetadata, which some containers leave null for"
                + " events that come from elsewhere. Remove it; an observer of RethinkEvent has the topic, id and time";
    }

    private static String at(List<String> names) {
        return names.stream().map(name -> "@" + name).collect(Collectors.joining(", "));
    }
}
