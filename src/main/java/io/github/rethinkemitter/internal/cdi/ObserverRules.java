package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which observer methods get events of a channel, and which would never be called. Both extensions ask here, so that they agree. */
final class ObserverRules {

    private static final Set<String> LIFECYCLE = Stream.concat(
                    Stream.of(LifecycleEvent.class), Stream.of(LifecycleEvent.class.getPermittedSubclasses()))
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    // With a channel, observers of these get its lifecycle events.
    private static final Set<String> ABOVE_LIFECYCLE = Set.of(Object.class.getName(), Record.class.getName());

    private static final Set<String> OF_CALLERS =
            Set.of(SessionScoped.class.getName(), ConversationScoped.class.getName());

    private ObserverRules() {}

    /**
     * What an extension can say about an observer.
     *
     * @param type as it prints; for a class its name
     * @param hasTypeVariable whether the type depends on a type variable
     */
    record Seen(String method, Qualifiers qualifiers, String type, boolean hasTypeVariable, Call call) {

        /** Whether it observes lifecycle events and nothing else. */
        boolean isOfLifecycle() {
            return LIFECYCLE.contains(type);
        }

        /** Whether it observes lifecycle events, perhaps among others. */
        boolean mayBeOfLifecycle() {
            return isOfLifecycle() || ABOVE_LIFECYCLE.contains(type);
        }
    }

    /**
     * How an observer wants to be called.
     *
     * @param wantsMetadata whether it has an {@code EventMetadata} parameter
     * @param phase when in a transaction
     * @param reception whether only if its bean exists already
     * @param scope the name of the scope of its bean; null for a method that needs no bean
     */
    record Call(
            boolean wantsMetadata,
            TransactionPhase phase,
            Reception reception,
            @Nullable String scope) {}

    /** Whether the observer gets events of a channel. Adds its problems, if it has any. */
    static boolean isOurs(Seen seen, Consumer<String> problems) {
        if (seen.qualifiers().topic() != null) {
            checkTopic(seen, seen.qualifiers().topic(), problems);
            checkCall(seen, problems);
            return true;
        }
        boolean wholeEvent = seen.type().equals(RethinkEvent.class.getName());
        if (wholeEvent || seen.isOfLifecycle()) {
            checkOthers(seen, problems);
            checkCall(seen, problems);
        } else if (seen.qualifiers().channel() != null) {
            checkChannel(seen, seen.qualifiers().channel(), problems);
        }
        return wholeEvent;
    }

    private static void checkChannel(Seen seen, String channel, Consumer<String> problems) {
        if (seen.hasTypeVariable()) {
            problems.accept(typeVariable(seen));
        } else if (seen.mayBeOfLifecycle()) {
            checkOthers(seen, problems);
            checkCall(seen, problems);
        } else {
            problems.accept("RTH0535 " + seen.method() + " observes " + seen.type()
                    + " with @RethinkChannel alone, which only lifecycle events and RethinkEvent have: it would never be"
                    + " called. Name the topic: @RethinkTopic(value = \"…\", channel = \"" + channel + "\")");
        }
    }

    private static void checkOthers(Seen seen, Consumer<String> problems) {
        if (!seen.qualifiers().others().isEmpty()) {
            problems.accept("RTH0505 " + seen.method() + " has the qualifier "
                    + at(seen.qualifiers().others())
                    + ", which no event carries: it would never be called. Remove it");
        }
    }

    /**
     * Reports a method that looks like an observer and is none.
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

    /** The problem of a method that has {@code @OnFailure} and does not observe events of a channel. */
    static String onFailureOfOther(String method) {
        return "RTH0547 " + method
                + " has @OnFailure, but observes no events of a channel, so nobody would call it again."
                + " Remove it, or observe with @RethinkTopic";
    }

    private static void checkCall(Seen seen, Consumer<String> problems) {
        if (seen.call().wantsMetadata()) {
            problems.accept(metadata(seen));
        }
        if (seen.call().phase() != TransactionPhase.IN_PROGRESS) {
            problems.accept("RTH0538 " + seen.method() + " is to be called "
                    + seen.call().phase() + ", but events come outside of"
                    + " any transaction, so it would be called at once. Remove \"during\"");
        }
        checkScope(seen, seen.call(), problems);
    }

    private static void checkScope(Seen seen, Call call, Consumer<String> problems) {
        if (call.scope() != null && OF_CALLERS.contains(call.scope())) {
            problems.accept("RTH0544 " + seen.method() + " is a method of a bean of @" + call.scope()
                    + ", but no session and no conversation is active where events are observed: it would never be called."
                    + " Observe in an @ApplicationScoped bean, or make the method static");
        } else if (call.reception() == Reception.IF_EXISTS
                && RequestScoped.class.getName().equals(call.scope())) {
            problems.accept(
                    "RTH0544 " + seen.method() + " is to be called only if its @RequestScoped bean exists, but each"
                            + " call has a request context of its own, in which there is none yet: it would never be called."
                            + " Remove \"notifyObserver\", or observe in an @ApplicationScoped bean");
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
            problems.accept(typeVariable(seen));
        }
        try {
            TopicPattern.of(topic.value());
        } catch (IllegalArgumentException e) {
            problems.accept(e.getMessage() + ": " + seen.method());
        }
    }

    private static String typeVariable(Seen seen) {
        return "RTH0506 " + seen.method() + " observes " + seen.type()
                + ", which has a type variable, so nothing says what to read the event as."
                + " Observe a concrete type, or RethinkEvent";
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
