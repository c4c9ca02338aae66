package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AfterTypeDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.ProcessProducer;
import jakarta.enterprise.inject.spi.ProcessSyntheticObserverMethod;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Fills the catalogue where portable extensions are known: Weld, and so most servers, and OpenWebBeans. */
public class EmitterExtension implements Extension {

    // After other extensions, which may replace the method.
    private static final int LAST = Integer.MAX_VALUE;
    private static final Set<Class<?>> LAZY = Set.of(Instance.class, Provider.class);

    private final Problems problems = new Problems();
    private final List<Catalogue.Row> rows = new ArrayList<>();
    private final Set<String> channels = new TreeSet<>();
    private final Set<Wanted> topicEmitters = new LinkedHashSet<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private boolean hasOptions;

    private record Wanted(RethinkTopic.Literal topic, Type type) {}

    void ours(@Observes ProcessAnnotatedType<? extends EmitterHost> found) {
        seen.add(found.getAnnotatedType().getJavaClass());
    }

    void oursToo(@Observes ProcessAnnotatedType<? extends ApplicationBeans> found) {
        seen.add(found.getAnnotatedType().getJavaClass());
    }

    // @Singleton alone makes no bean of a class that is found by a search, except in containers that take it for
    // enough.
    void add(@Observes AfterTypeDiscovery event) {
        for (var own : List.of(EmitterHost.class, ApplicationBeans.class)) {
            if (!seen.contains(own)) {
                event.addAnnotatedType(own, own.getName());
            }
        }
    }

    void observer(@Observes @Priority(LAST) ProcessObserverMethod<?, ?> found) {
        var method = found.getObserverMethod();
        var qualifiers = Qualifiers.of(method.getObservedQualifiers());
        boolean synthetic = found instanceof ProcessSyntheticObserverMethod;
        var name = synthetic ? method.toString() : Names.of(method.getBeanClass(), found.getAnnotatedMethod());
        boolean metadata = !synthetic
                && found.getAnnotatedMethod().getParameters().stream()
                        .anyMatch(parameter -> parameter.getBaseType() == EventMetadata.class);
        var type = method.getObservedType();
        var described =
                new ObserverRules.Seen(name, qualifiers, Types.name(type), Types.hasTypeVariable(type), metadata);
        if (ObserverRules.isOurs(described, problems)) {
            var entry = new ObserverEntry(
                    qualifiers, type, method.isAsync(), method.getPriority(), name, method.getBeanClass());
            rows.add(new Catalogue.Row(entry, payload -> untyped(method)));
            var channel = entry.channel();
            if (channel != null) {
                channels.add(channel);
            }
        }
    }

    @SuppressWarnings("unchecked") // gets what was decoded into its own type
    private static ObserverMethod<Object> untyped(ObserverMethod<?> method) {
        return (ObserverMethod<Object>) method;
    }

    void injectionPoint(@Observes ProcessInjectionPoint<?, ?> found) {
        var point = found.getInjectionPoint();
        var type = point.getType();
        if (type instanceof ParameterizedType generic && LAZY.contains(generic.getRawType())) {
            type = generic.getActualTypeArguments()[0];
        }
        var qualifiers = Qualifiers.of(point.getQualifiers());
        if (type == Emitter.class) {
            channels.add(qualifiers.channel() == null ? "" : qualifiers.channel());
        } else if (type == TopicEmitter.class) {
            topicEmitter(point, qualifiers, Object.class);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == TopicEmitter.class) {
            topicEmitter(point, qualifiers, generic.getActualTypeArguments()[0]);
        }
    }

    private void topicEmitter(InjectionPoint point, Qualifiers qualifiers, Type payload) {
        boolean concrete = !Types.hasTypeVariable(payload) && !Types.hasWildcard(payload);
        var topic = qualifiers.topic();
        if (EmitterRules.isValid(Names.of(point), qualifiers, Types.name(payload), concrete, problems)
                && topic != null) {
            topicEmitters.add(new Wanted(topic, new Types.Parameterized(TopicEmitter.class, List.of(payload))));
            channels.add(topic.channel());
        }
    }

    void options(@Observes ProcessProducer<?, EmitterOptions> found) {
        hasOptions = true;
    }

    void beans(@Observes AfterBeanDiscovery event, BeanManager manager) {
        if (isRefused(event)) {
            return;
        }
        event.<Catalogue>addBean()
                .id("rethink-emitter-catalogue")
                .beanClass(EmitterExtension.class)
                .types(Catalogue.class)
                .scope(Singleton.class)
                .createWith(context -> new Catalogue(Catalogue.FoundBy.PORTABLE_EXTENSION, rows, channels));
        var named = new TreeSet<>(channels);
        named.add("");
        for (var channel : named) {
            emitterBean(event, manager, channel);
        }
        for (var wanted : topicEmitters) {
            event.<TopicEmitter<?>>addBean()
                    .id("rethink-emitter-topic " + wanted)
                    .beanClass(EmitterExtension.class)
                    .types(wanted.type(), Object.class)
                    .qualifiers(wanted.topic(), Any.Literal.INSTANCE)
                    .scope(Singleton.class)
                    .createWith(context -> new SingleTopicEmitter(
                            host(manager).emitter(wanted.topic().channel()),
                            wanted.topic().value()));
        }
    }

    private static void emitterBean(AfterBeanDiscovery event, BeanManager manager, String channel) {
        Collection<Annotation> qualifiers =
                new ArrayList<>(List.of(RethinkChannel.Literal.of(channel), Any.Literal.INSTANCE));
        if (channel.isEmpty()) {
            qualifiers.add(Default.Literal.INSTANCE);
        }
        event.<Emitter>addBean()
                .id("rethink-emitter-channel " + channel)
                .beanClass(EmitterExtension.class)
                .types(Emitter.class, Object.class)
                .qualifiers(Set.copyOf(qualifiers))
                .scope(Singleton.class)
                .createWith(context -> host(manager).emitter(channel));
    }

    void check(@Observes AfterDeploymentValidation event, BeanManager manager) {
        if (rows.isEmpty() && channels.isEmpty()) {
            return;
        }
        try {
            host(manager).settings();
        } catch (ConfigurationException e) {
            event.addDeploymentProblem(e);
        }
        if (!problems.isEmpty()) { // of observers that other extensions added last
            event.addDeploymentProblem(new DefinitionException(problems.message()));
        }
    }

    // Before the container's own validation, which would only say that there is no bean for a wrong injection point.
    private boolean isRefused(AfterBeanDiscovery event) {
        if (problems.isEmpty()) {
            return false;
        }
        if (!hasOptions) {
            EmitterHost.check(channels, problems);
        }
        event.addDefinitionError(new DefinitionException(problems.message()));
        return true;
    }

    private static EmitterHost host(BeanManager manager) {
        return manager.createInstance().select(EmitterHost.class).get();
    }
}
