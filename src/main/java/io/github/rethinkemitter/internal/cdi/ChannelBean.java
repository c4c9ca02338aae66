package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What applications have injected of each channel, for both extensions.
 *
 * @param type what is injected
 * @param maker makes that of a channel
 * @param withTopic what is wrong when it is injected with a topic; "%1" stands for the place and "%2" for the topic
 */
record ChannelBean<T>(Class<T> type, BiFunction<EmitterHost, String, T> maker, String withTopic) {

    static final List<ChannelBean<?>> ALL = List.of(
            new ChannelBean<>(
                    Emitter.class,
                    EmitterHost::emitter,
                    "RTH0540 the Emitter of %1 has @RethinkTopic, but is of all topics. Inject a TopicEmitter, or remove"
                            + " @RethinkTopic"),
            new ChannelBean<>(
                    ParkedEvents.class,
                    EmitterHost::parked,
                    "RTH0551 the ParkedEvents of %1 have @RethinkTopic, but are of all topics. Remove it, and choose by"
                            + " ParkedQuery.ofTopic(\"%2\")"),
            new ChannelBean<>(
                    EmitterStatus.class,
                    EmitterHost::status,
                    "RTH0553 the EmitterStatus of %1 has @RethinkTopic, but is of a whole channel. Remove it"),
            new ChannelBean<>(
                    Timeline.class,
                    EmitterHost::timeline,
                    "RTH0554 the Timeline of %1 has @RethinkTopic, but is of all topics. Remove it, and choose by"
                            + " TimelineQuery.ofTopic(\"%2\")"));

    /** The one of this type; empty for a type that is none. */
    static Optional<ChannelBean<?>> named(String type) {
        return ALL.stream().filter(bean -> bean.type.getName().equals(type)).findFirst();
    }

    /** Reports one that has a topic. */
    void check(String place, Qualifiers qualifiers, Consumer<String> problems) {
        var topic = qualifiers.topic();
        if (topic != null) {
            problems.accept(withTopic.replace("%1", place).replace("%2", topic.value()));
        }
    }

    T make(EmitterHost host, String channel) {
        return maker.apply(host, channel);
    }
}
