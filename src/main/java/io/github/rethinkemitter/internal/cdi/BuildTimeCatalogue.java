package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.config.OnFailureValues;
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

/** The catalogue while the application is built. It is written as parameters of a bean, in columns, for {@link CatalogueCreator}. */
final class BuildTimeCatalogue {

    private record Row(Qualifiers qualifiers, ObserverInfo observer, String method, OnFailureValues onFailure) {

        boolean isSameAs(Row other) {
            return method.equals(other.method)
                    && owner(observer).name().equals(owner(other.observer).name())
                    && qualifiers.equals(other.qualifiers)
                    && observer.eventType().isPrimitive();
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final Set<String> injectedChannels = new TreeSet<>();
    private final Map<String, String> lifecycleChannels = new TreeMap<>();

    void add(ObserverInfo observer, Qualifiers qualifiers, String method, OnFailureValues onFailure) {
        var row = new Row(qualifiers, observer, method, onFailure);
        if (rows.stream().anyMatch(other -> other.isSameAs(row))) {
            return; // some containers show an observer of a primitive type twice, also as one of an Object
        }
        rows.add(row);
    }

    void addLifecycleChannel(String channel, String method) {
        lifecycleChannels.put(method, channel);
    }

    void addInjectedChannel(String channel) {
        injectedChannels.add(channel);
    }

    /** The channels of injected emitters and parked events, and those that observers of events name. */
    Set<String> channels() {
        var channels = new TreeSet<>(injectedChannels);
        rows.stream()
                .filter(row -> !kind(row).equals(CatalogueCreator.OF_ALL))
                .map(BuildTimeCatalogue::channel)
                .forEach(channels::add);
        return channels;
    }

    void writeTo(SyntheticBeanBuilder<Catalogue> bean) {
        var types = new ModelTypes();
        var asyncs = new boolean[rows.size()];
        for (int i = 0; i < asyncs.length; i++) {
            asyncs[i] = rows.get(i).observer().isAsync();
        }
        bean.withParam("kinds", column(BuildTimeCatalogue::kind))
                .withParam("topics", column(BuildTimeCatalogue::topic))
                .withParam("observedChannels", column(BuildTimeCatalogue::channel))
                .withParam("types", column(row -> types.write(row.observer().eventType())))
                .withParam("asyncs", asyncs)
                .withParam(
                        "priorities",
                        rows.stream().mapToInt(row -> row.observer().priority()).toArray())
                .withParam("methods", column(Row::method))
                .withParam(
                        "owners",
                        rows.stream()
                                .mapToInt(row -> types.index(owner(row.observer())))
                                .toArray())
                .withParam("names", column(row -> row.onFailure().name()))
                .withParam(
                        "maxAttempts",
                        rows.stream()
                                .mapToInt(row -> row.onFailure().maxAttempts())
                                .toArray())
                .withParam("delays", column(row -> row.onFailure().delay()))
                .withParam(
                        "factors",
                        rows.stream()
                                .mapToDouble(row -> row.onFailure().factor())
                                .toArray())
                .withParam("maxDelays", column(row -> row.onFailure().maxDelay()))
                .withParam(
                        "retryOn",
                        column(row -> String.join(",", row.onFailure().retryOn())))
                .withParam(
                        "parkOn", column(row -> String.join(",", row.onFailure().parkOn())))
                .withParam("then", column(row -> row.onFailure().then().name()))
                .withParam("classes", types.table())
                .withParam("injectedChannels", injectedChannels.toArray(String[]::new))
                .withParam("lifecycleMethods", lifecycleChannels.keySet().toArray(String[]::new))
                .withParam("lifecycleChannels", lifecycleChannels.values().toArray(String[]::new));
    }

    // An observer that a superclass declares belongs to the bean's class.
    private static ClassInfo owner(ObserverInfo observer) {
        return observer.bean() == null
                ? observer.declaringClass()
                : observer.bean().declaringClass();
    }

    private static String kind(Row row) {
        if (row.qualifiers().topic() != null) {
            return CatalogueCreator.OF_TOPIC;
        }
        return row.qualifiers().channel() == null ? CatalogueCreator.OF_ALL : CatalogueCreator.OF_CHANNEL;
    }

    private static String topic(Row row) {
        var topic = row.qualifiers().topic();
        return topic == null ? "" : topic.value();
    }

    private static String channel(Row row) {
        var topic = row.qualifiers().topic();
        if (topic != null) {
            return topic.channel();
        }
        return row.qualifiers().channelOrDefault();
    }

    private String[] column(Function<Row, String> field) {
        return rows.stream().map(field).toArray(String[]::new);
    }
}
