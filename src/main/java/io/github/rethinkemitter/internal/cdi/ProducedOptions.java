package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.internal.flow.ChannelName;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The beans of {@code EmitterOptions}, of which an alternative takes the place of others of the same channel only. */
final class ProducedOptions {

    private ProducedOptions() {}

    static Map<String, EmitterOptions> byChannel(Collection<Bean<?>> beans, BeanContainer container) {
        var byChannel = beans.stream()
                .collect(Collectors.groupingBy(
                        bean -> Qualifiers.of(bean.getQualifiers()).channelOrDefault(), Collectors.toSet()));
        return byChannel.entrySet().stream()
                .collect(
                        Collectors.toMap(Map.Entry::getKey, entry -> one(entry.getKey(), entry.getValue(), container)));
    }

    // Two wars with the same classes have the same options, as two beans.
    private static EmitterOptions one(String channel, Set<Bean<?>> beans, BeanContainer container) {
        try {
            return get(Objects.requireNonNull(container.resolve(beans)), container);
        } catch (AmbiguousResolutionException e) {
            var several = beans.stream().map(bean -> get(bean, container)).toList();
            if (several.stream().map(EmitterOptions::values).distinct().count() > 1) {
                throw new ConfigurationException(
                        "RTH0519 there are several beans of EmitterOptions for " + new ChannelName(channel)
                                + " with different values: " + beans + ". Leave one, or make them equal",
                        e);
            }
            return several.get(0);
        }
    }

    private static EmitterOptions get(Bean<?> bean, BeanContainer container) {
        return (EmitterOptions)
                container.getReference(bean, EmitterOptions.class, container.createCreationalContext(bean));
    }
}
