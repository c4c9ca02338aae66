package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.build.compatible.spi.ObserverInfo;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanBuilder;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The catalogue while the application is built: columns of what a synthetic bean can be given, for {@link CatalogueCreator}. */
final class BuildTimeCatalogue {

    private record Line(Qualifiers qualifiers, ObserverInfo observer, String method) {

        boolean isSameAs(Line other) {
            return method.equals(other.method)
                    && owner(observer).name().equals(owner(other.observer).name())
                    && qualifiers.equals(other.qualifiers)
                    && observer.eventType().isPrimitive();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final Set<String> emitterChannels = new TreeSet<>();
    private final Map<String, String> lifecycleChannels = new TreeMap<>();

    void add(ObserverInfo observer, Qualifiers qualifiers, String method) {
        var line = new Line(qualifiers, observer, method);
        if (lines.stream().anyMatch(other -> other.isSameAs(line))) {
            return; // containers differ in whether a primitive type is an Object to them
        }
        lines.add(line);
    }

    void addLifecycleChannel(String channel, String method) {
        lifecycleChannels.put(method, channel);
    }

    void addEmitterChannel(String channel) {
        emitterChannels.add(channel);
    }

    /** The channels of injected emitters, and those that observers of events name. */
    Set<String> channels() {
        var channels = new TreeSet<>(emitterChannels);
        lines.stream()
                .filter(line -> !kind(line).equals(CatalogueCreator.OF_ALL))
                .map(BuildTimeCatalogue::channel)
                .forEach(channels::add);
        return channels;
    }

    void writeTo(SyntheticBeanBuilder<Catalogue> bean) {
        var types = new ModelTypes();
        var asyncs = new boolean[lines.size()];
        for (int i = 0; i < asyncs.length; i++) {
            asyncs[i] = lines.get(i).observer().isAsync();
        }
        bean.withParam("kinds", column(BuildTimeCatalogue::kind))
                .withParam("topics", column(BuildTimeCatalogue::topic))
                .withParam("observedChannels", column(BuildTimeCatalogue::channel))
                .withParam("types", column(line -> types.write(line.observer().eventType())))
                .withParam("asyncs", asyncs)
                .withParam(
                        "priorities",
                        lines.stream()
                                .mapToInt(line -> line.observer().priority())
                                .toArray())
                .withParam("methods", column(Line::method))
                .withParam(
                        "owners",
                        lines.stream()
                                .mapToInt(line -> types.index(owner(line.observer())))
                                .toArray())
                .withParam("classes", types.table())
                .withParam("emitterChannels", emitterChannels.toArray(String[]::new))
                .withParam("lifecycleMethods", lifecycleChannels.keySet().toArray(String[]::new))
                .withParam("lifecycleChannels", lifecycleChannels.values().toArray(String[]::new));
    }

    // An observer that a superclass declares belongs to the bean's class.
    private static ClassInfo owner(ObserverInfo observer) {
        return observer.bean() == null
                ? observer.declaringClass()
                : observer.bean().declaringClass();
    }

    private static String kind(Line line) {
        if (line.qualifiers().topic() != null) {
            return CatalogueCreator.OF_TOPIC;
        }
        return line.qualifiers().channel() == null ? CatalogueCreator.OF_ALL : CatalogueCreator.OF_CHANNEL;
    }

    private static String topic(Line line) {
        var topic = line.qualifiers().topic();
        return topic == null ? "" : topic.value();
    }

    private static String channel(Line line) {
        var topic = line.qualifiers().topic();
        if (topic != null) {
            return topic.channel();
        }
        return line.qualifiers().channelOrDefault();
    }

    private String[] column(Function<Line, String> field) {
        return lines.stream().map(field).toArray(String[]::new);
    }
}
