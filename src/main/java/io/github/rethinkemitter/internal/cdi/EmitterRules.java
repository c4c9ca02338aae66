package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.flow.Topic;
import java.util.function.Consumer;

/** Finds what is wrong with injected topic emitters, for both extensions. */
final class EmitterRules {

    private EmitterRules() {}

    /** Reports an {@code Event} with a qualifier of the library: what it fires is never stored. */
    static void checkEvent(String place, Qualifiers qualifiers, String payload, Consumer<String> problems) {
        if (qualifiers.topic() != null || qualifiers.channel() != null) {
            problems.accept("RTH0541 the Event of " + place + " fires in this server only, and stores nothing. Inject"
                    + " TopicEmitter<" + payload
                    + ">; where that is meant, as in a unit test, inject @Any Event and select"
                    + " RethinkTopic.Literal.of(\"…\")");
        }
    }

    /**
     * Whether a bean can be made for an injected {@code TopicEmitter}.
     *
     * @param place where it is injected, for messages
     * @param concrete whether its payload type is free of wildcards and type variables
     */
    static boolean isValid(
            String place, Qualifiers qualifiers, String payload, boolean concrete, Consumer<String> problems) {
        var topic = qualifiers.topic();
        if (topic == null) {
            problems.accept("RTH0508 the TopicEmitter of " + place + " has no topic. Add @RethinkTopic(\"…\")");
            return false;
        }
        if (!concrete) {
            problems.accept("RTH0509 the TopicEmitter of " + place + " is for payloads of type " + payload
                    + ". Name a type without wildcards and type variables");
            return false;
        }
        try {
            new Topic(topic.value());
            return true;
        } catch (IllegalArgumentException e) {
            problems.accept(e.getMessage() + ": the TopicEmitter of " + place);
            return false;
        }
    }
}
