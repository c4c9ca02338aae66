package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.TopicPattern;
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

    private ObserverRules() {}

    /**
     * What an extension can say about an observer.
     *
     * @param type as it prints; for a class its name
     * @param hasTypeVariable whether the type depends on a type variable
     * @param wantsMetadata whether it has an {@code EventMetadata} parameter
     */
    record Seen(String method, Qualifiers qualifiers, String type, boolean hasTypeVariable, boolean wantsMetadata) {}

    /** Whether the observer gets events of a channel; its problems, if any, have been told then. */
    static boolean isOurs(Seen seen, Consumer<String> problems) {
        var topic = seen.qualifiers().topic();
        if (topic == null) {
            boolean wholeEvent = seen.type().equals(RethinkEvent.class.getName())
                    && seen.qualifiers().others().isEmpty();
            if ((wholeEvent || LIFECYCLE.contains(seen.type())) && seen.wantsMetadata()) {
                problems.accept(metadata(seen));
            }
            return wholeEvent;
        }
        if (seen.wantsMetadata()) {
            problems.accept(metadata(seen));
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
        return true;
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
