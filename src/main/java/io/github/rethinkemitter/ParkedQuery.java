package io.github.rethinkemitter;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the events that were stored for observers: see {@link ParkedEvents}.
 *
 * <pre>{@code
 * ParkedQuery.all()
 * ParkedQuery.ofObserver("billing").and(ParkedQuery.olderThan(Duration.ofHours(1)))
 * ParkedQuery.ofTopic("order.**").and(ParkedQuery.withCause(SQLException.class)).and(ParkedQuery.inState(ParkedState.PARKED))
 * }</pre>
 *
 * <p>Without {@link #inState} a query chooses what is not done yet, of all that its use can do something with:
 * {@code find} and {@code count} take {@code WAITING}, {@code PARKED}, {@code HELD} and {@code REDRIVING}; {@code redrive}
 * takes {@code PARKED}, behind which {@code HELD} ones follow by themselves; {@code discard} takes {@code WAITING}, {@code PARKED} and {@code HELD}.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class ParkedQuery {

    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final ParkedQuery ALL = new ParkedQuery(null, null, null, null, Set.of());

    private final @Nullable String observer;
    private final @Nullable String topic;
    private final @Nullable String cause;
    private final @Nullable Duration age;
    private final Set<ParkedState> states; // empty for those of the use

    private ParkedQuery(
            @Nullable String observer,
            @Nullable String topic,
            @Nullable String cause,
            @Nullable Duration age,
            Set<ParkedState> states) {
        this.observer = observer;
        this.topic = topic;
        this.cause = cause;
        this.age = age;
        this.states = states;
    }

    /**
     * All that is not done.
     *
     * @return the query
     */
    public static ParkedQuery all() {
        return ALL;
    }

    /**
     * What is stored for an observer, whichever servers have it. Several may have one name, as when two wars of an enterprise archive
     * hold the same class: this chooses what is stored for any of them, and {@link ParkedEvent#observer()} has a number after the
     * name of all but the first, as {@code billing#2}.
     *
     * @param name the name that {@link OnFailure} gives it, or else the method, as
     *     {@code com.example.Orders.placed(com.example.Order)}
     * @return the query
     * @throws IllegalArgumentException RTH0549 when the name is empty
     */
    public static ParkedQuery ofObserver(String name) {
        return new ParkedQuery(present("observer", name), null, null, null, Set.of());
    }

    /**
     * What was stored first at least so long ago, by the database's clock.
     *
     * @param age from zero to 36500 days
     * @return the query
     * @throws IllegalArgumentException RTH0549 when the duration is negative or longer
     */
    public static ParkedQuery olderThan(Duration age) {
        if (age == null || age.isNegative() || age.compareTo(LONGEST) > 0) {
            throw refusal("is for events that are older than " + age + ". Use a duration from PT0S to " + LONGEST);
        }
        return new ParkedQuery(null, null, null, age, Set.of());
    }

    /**
     * Events of a topic, or of all topics that a pattern matches.
     *
     * @param topic a topic, or a pattern as for {@link RethinkTopic}. Whether it is one is checked where the query is used
     * @return the query
     * @throws IllegalArgumentException RTH0549 when it is empty
     */
    public static ParkedQuery ofTopic(String topic) {
        return new ParkedQuery(null, present("topic", topic), null, null, Set.of());
    }

    /**
     * Events whose last attempt ended with an exception of this class. Neither subclasses nor the causes of the exception count.
     *
     * @param type the name of a class, as {@code com.example.OutOfStockException}, or the part of it after the last dot
     * @return the query
     * @throws IllegalArgumentException RTH0549 when the name is empty
     */
    public static ParkedQuery withCause(String type) {
        return new ParkedQuery(null, null, present("cause", type), null, Set.of());
    }

    /**
     * Events whose last attempt ended with an exception of this class, as for {@link #withCause(String)}.
     *
     * @param type the class, not a superclass of it
     * @return the query
     */
    public static ParkedQuery withCause(Class<? extends Throwable> type) {
        return withCause(type.getName());
    }

    /**
     * Events in one of these states.
     *
     * @param states at least one
     * @return the query
     * @throws IllegalArgumentException RTH0549 when none is named
     */
    public static ParkedQuery inState(ParkedState... states) {
        if (states.length == 0) {
            throw refusal("names no state. Name at least one of " + List.of(ParkedState.values()));
        }
        var chosen = EnumSet.noneOf(ParkedState.class);
        Collections.addAll(chosen, states);
        return new ParkedQuery(null, null, null, null, Collections.unmodifiableSet(chosen));
    }

    /**
     * What both queries choose.
     *
     * @param other a query that says something else, or the same
     * @return the query
     * @throws IllegalArgumentException RTH0549 when one event cannot be chosen by both: of two observers, topics, causes or
     *     states
     */
    public ParkedQuery and(ParkedQuery other) {
        return new ParkedQuery(
                either("observer", observer, other.observer),
                either("topic", topic, other.topic),
                either("cause", cause, other.cause),
                longer(age, other.age),
                bothStates(other));
    }

    private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) > 0 ? one : other;
    }

    private Set<ParkedState> bothStates(ParkedQuery other) {
        if (states.isEmpty() || other.states.isEmpty()) {
            return states.isEmpty() ? other.states : states;
        }
        var both = EnumSet.copyOf(states);
        both.retainAll(other.states);
        if (both.isEmpty()) {
            throw refusal("is for events that are both in " + states + " and in " + other.states
                    + ", as no event is. Name all states in one inState(…)");
        }
        return Collections.unmodifiableSet(both);
    }

    private static @Nullable String either(String what, @Nullable String one, @Nullable String other) {
        if (one != null && other != null && !one.equals(other)) {
            throw refusal("names two of what it can have one of, the " + what + ": \"" + one + "\" and \"" + other
                    + "\". Make a query for each");
        }
        return one == null ? other : one;
    }

    private static String present(String what, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw refusal("names no " + what + ", but \"" + text + "\". Name one, or leave this part of the query out");
        }
        return text;
    }

    private static IllegalArgumentException refusal(String problem) {
        return new IllegalArgumentException("RTH0549 the query of parked events " + problem);
    }

    /**
     * The observer's name.
     *
     * @return the name; empty for all observers
     */
    public Optional<String> observer() {
        return Optional.ofNullable(observer);
    }

    /**
     * The topic or pattern.
     *
     * @return as it was written; empty for all topics
     */
    public Optional<String> topic() {
        return Optional.ofNullable(topic);
    }

    /**
     * The class of the exception.
     *
     * @return its name; empty for all
     */
    public Optional<String> cause() {
        return Optional.ofNullable(cause);
    }

    /**
     * How long ago events were stored at least.
     *
     * @return the duration; empty for any time
     */
    public Optional<Duration> age() {
        return Optional.ofNullable(age);
    }

    /**
     * The states that {@link #inState} names.
     *
     * @return the states, unmodifiable; empty for those of the use
     */
    public Set<ParkedState> states() {
        return states;
    }

    @Override
    public String toString() {
        return "ParkedQuery[observer=" + observer + ", topic=" + topic + ", cause=" + cause + ", age=" + age
                + ", states=" + states + "]";
    }
}
