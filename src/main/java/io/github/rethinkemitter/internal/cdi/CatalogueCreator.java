package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.internal.config.OnFailureValues;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the catalogue from what {@link EmitterBuildExtension} wrote when the application was built. */
public final class CatalogueCreator implements SyntheticBeanCreator<Catalogue> {

    /** The kinds of observers, by the qualifier that they have. */
    static final String OF_TOPIC = "topic";

    static final String OF_CHANNEL = "channel";
    static final String OF_ALL = "all";

    /** For containers. */
    public CatalogueCreator() {}

    @Override
    public Catalogue create(Instance<Object> lookup, Parameters parameters) {
        var beans = lookup.select(BeanContainer.class).get();
        var classes = parameters.get("classes", Class[].class);
        var kinds = parameters.get("kinds", String[].class);
        var topics = parameters.get("topics", String[].class);
        var channelNames = parameters.get("observedChannels", String[].class);
        var types = parameters.get("types", String[].class);
        var asyncs = parameters.get("asyncs", boolean[].class);
        var priorities = parameters.get("priorities", int[].class);
        var methods = parameters.get("methods", String[].class);
        var owners = parameters.get("owners", int[].class);
        var names = parameters.get("names", String[].class);
        var maxAttempts = parameters.get("maxAttempts", int[].class);
        var delays = parameters.get("delays", String[].class);
        var factors = parameters.get("factors", double[].class);
        var maxDelays = parameters.get("maxDelays", String[].class);
        var retryOn = parameters.get("retryOn", String[].class);
        var parkOn = parameters.get("parkOn", String[].class);
        var then = parameters.get("then", String[].class);
        var entries = new ArrayList<ObserverEntry>();
        var rows = new ArrayList<Catalogue.Row>();
        for (int i = 0; i < kinds.length; i++) {
            var entry = new ObserverEntry(
                    qualifiers(kinds[i], topics[i], channelNames[i]),
                    TypeText.read(types[i], classes),
                    asyncs[i],
                    priorities[i],
                    methods[i],
                    classes[owners[i]],
                    new OnFailureValues(
                            names[i],
                            maxAttempts[i],
                            delays[i],
                            factors[i],
                            maxDelays[i],
                            names(retryOn[i]),
                            names(parkOn[i]),
                            OnFailure.Then.valueOf(then[i])));
            int rank = (int) entries.stream().filter(entry::looksLike).count();
            entries.add(entry);
            rows.add(new Catalogue.Row(entry, new ResolvedMethod(entry, rank, beans)));
        }
        return new Catalogue(
                Catalogue.FoundBy.BUILD_COMPATIBLE_EXTENSION,
                rows,
                Set.of(parameters.get("injectedChannels", String[].class)),
                lifecycleChannels(parameters));
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }

    private static Map<String, String> lifecycleChannels(Parameters parameters) {
        var methods = parameters.get("lifecycleMethods", String[].class);
        var channels = parameters.get("lifecycleChannels", String[].class);
        var byMethod = new HashMap<String, String>();
        for (int i = 0; i < methods.length; i++) {
            byMethod.put(methods[i], channels[i]);
        }
        return byMethod;
    }

    private static Qualifiers qualifiers(String kind, String topic, String channel) {
        return new Qualifiers(
                kind.equals(OF_TOPIC) ? RethinkTopic.Literal.of(topic, channel) : null,
                kind.equals(OF_CHANNEL) ? channel : null,
                List.of());
    }
}
