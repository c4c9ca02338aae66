package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.lang.model.AnnotationInfo;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The qualifiers of an observer or injection point, as far as they matter here.
 *
 * @param topic null without {@link RethinkTopic}
 * @param channel that of {@link RethinkChannel}; null without one
 * @param others the names of all others except {@link Any}, which every event and bean has
 */
record Qualifiers(
        RethinkTopic.@Nullable Literal topic, @Nullable String channel, List<String> others) {

    Qualifiers {
        others = List.copyOf(others);
    }

    static Qualifiers of(Collection<? extends Annotation> annotations) {
        RethinkTopic.Literal topic = null;
        String channel = null;
        var others = new ArrayList<String>();
        for (var annotation : annotations) {
            if (annotation instanceof RethinkTopic found) {
                topic = RethinkTopic.Literal.of(found.value(), found.channel());
            } else if (annotation instanceof RethinkChannel found) {
                channel = found.value();
            } else if (annotation.annotationType() != Any.class) {
                others.add(annotation.annotationType().getName());
            }
        }
        return new Qualifiers(topic, channel, others);
    }

    static Qualifiers ofModel(Collection<AnnotationInfo> annotations) {
        RethinkTopic.Literal topic = null;
        String channel = null;
        var others = new ArrayList<String>();
        for (var annotation : annotations) {
            if (annotation.name().equals(RethinkTopic.class.getName())) {
                topic = RethinkTopic.Literal.of(text(annotation, "value"), text(annotation, "channel"));
            } else if (annotation.name().equals(RethinkChannel.class.getName())) {
                channel = text(annotation, "value");
            } else if (!annotation.name().equals(Any.class.getName())) {
                others.add(annotation.name());
            }
        }
        return new Qualifiers(topic, channel, others);
    }

    // Containers differ in whether the model has members that were left at their default, which is "" here.
    private static String text(AnnotationInfo annotation, String member) {
        return annotation.hasMember(member) ? annotation.member(member).asString() : "";
    }

    /** The channel, or that without a name. */
    String channelOrDefault() {
        return channel == null ? "" : channel;
    }
}
