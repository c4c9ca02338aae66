package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import io.github.rethinkemitter.internal.health.HealthApi;
import io.github.rethinkemitter.internal.health.HealthBeans;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.ProcessProducer;
import jakarta.enterprise.inject.spi.ProcessSyntheticObserverMethod;
import jakarta.enterprise.inject.spi.configurator.BeanConfigurator;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Fills the catalogue where portable extensions are known: on Weld, and so on most servers, and on OpenWebBeans. */
public class EmitterExtension implements Extension {

    // After other extensions, which may replace the observer.
    private static final int LAST = Integer.MAX_VALUE;
    private static final Set<Class<?>> LAZY = Set.of(Instance.class, Provider.class);

    private final DeploymentProblems problems = new DeploymentProblems();
    private final List<Catalogue.Row> rows = new ArrayList<>();
    private final Set<String> injectedChannels = new TreeSet<>();
    private final Map<String, String> lifecycleChannels = new TreeMap<>();
    private final ApplicationScan archives = new ApplicationScan();
    private final LibraryCopies copies = new LibraryCopies();
    private final Set<InjectedTopicEmitter> topicEmitters = new LinkedHashSet<>();

    private final ModuleCount startedModules = new ModuleCount();
    private final ModuleCount initializedModules = new ModuleCount();
    private boolean hasOptions;

    private record InjectedTopicEmitter(RethinkTopic.Literal topic, Type type) {
        // Written out: JDK 17 keeps the class of a record that it has compared, and with it an application that was
        // undeployed.
        @Override
        public boolean equals(Object other) {
            return other instanceof InjectedTopicEmitter that && topic.equals(that.topic) && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return 31 * topic.hashCode() + type.hashCode();
        }
    }

    // These two classes are registered as beans below. Containers differ in whether @Singleton makes a bean of a
    // class that they find, and GlassFish does not show an extension the types that the extension adds.
    void vetoHost(@Observes ProcessAnnotatedType<? extends EmitterHost> found) {
        found.veto();
    }

    void vetoApplicationBeans(@Observes ProcessAnnotatedType<? extends ApplicationBeans> found) {
        found.veto();
    }

    void observer(@Observes @Priority(LAST) ProcessObserverMethod<?, ?> found) {
        var method = found.getObserverMethod();
        if (LibraryCopies.isOfOther(method.getObservedType())) {
            return;
        }
        archives.add(method);
        var qualifiers = Qualifiers.of(method.getObservedQualifiers());
        boolean synthetic = found instanceof ProcessSyntheticObserverMethod;
        var name = synthetic ? method.toString() : MemberNames.of(method.getBeanClass(), found.getAnnotatedMethod());
        boolean metadata = !synthetic
                && found.getAnnotatedMethod().getParameters().stream()
                        .anyMatch(parameter -> parameter.getBaseType() == EventMetadata.class);
        var type = method.getObservedType();
        var seen = new ObserverRules.Seen(
                name,
                qualifiers,
                GenericTypes.name(type),
                GenericTypes.hasTypeVariable(type),
                new ObserverRules.Call(
                        metadata,
                        synthetic ? method.getTransactionPhase() : AnnotatedObservers.phase(found.getAnnotatedMethod()),
                        method.getReception(),
                        synthetic || found.getAnnotatedMethod().isStatic()
                                ? null
                                : method.getDeclaringBean().getScope().getName()));
        if (seen.mayBeOfLifecycle() && qualifiers.channel() != null) {
            lifecycleChannels.put(name, qualifiers.channel());
        }
        var onFailure = synthetic ? null : AnnotatedObservers.onFailure(found.getAnnotatedMethod());
        if (ObserverRules.isOurs(seen, problems)) {
            var inherited = synthetic ? null : method.getBeanClass().getAnnotation(OnFailure.class);
            var values = AnnotatedObservers.values(onFailure == null ? inherited : onFailure);
            var unused = values.rules(name, problems);
            var entry = new ObserverEntry(
                    qualifiers, type, method.isAsync(), method.getPriority(), name, method.getBeanClass(), values);
            rows.add(new Catalogue.Row(entry, payload -> untyped(method)));
            if (!synthetic) {
                archives.addUser(method.getBeanClass());
            }
        } else if (onFailure != null) {
            problems.accept(ObserverRules.onFailureOfOther(name));
        }
    }

    @SuppressWarnings("unchecked") // the method gets what was decoded into its own type
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
        if (type instanceof ParameterizedType generic && generic.getRawType() == Event.class) {
            var payload = GenericTypes.name(generic.getActualTypeArguments()[0]);
            EmitterRules.checkEvent(MemberNames.of(point), qualifiers, payload, problems);
        } else if (type == TopicEmitter.class) {
            topicEmitter(point, qualifiers, Object.class);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == TopicEmitter.class) {
            topicEmitter(point, qualifiers, generic.getActualTypeArguments()[0]);
        } else if (type instanceof Class<?> plain) {
            ChannelBean.named(plain.getName()).ifPresent(bean -> {
                bean.check(MemberNames.of(point), qualifiers, problems);
                injectedChannels.add(qualifiers.channelOrDefault());
                archives.addUser(classOf(point));
            });
        }
    }

    private void topicEmitter(InjectionPoint point, Qualifiers qualifiers, Type payload) {
        boolean concrete = !GenericTypes.hasTypeVariable(payload) && !GenericTypes.hasWildcard(payload);
        var topic = qualifiers.topic();
        if (EmitterRules.isValid(MemberNames.of(point), qualifiers, GenericTypes.name(payload), concrete, problems)
                && topic != null) {
            topicEmitters.add(new InjectedTopicEmitter(
                    topic, new GenericTypes.Parameterized(TopicEmitter.class, List.of(payload))));
            injectedChannels.add(topic.channel());
            archives.addUser(classOf(point));
        }
    }

    // A servlet, for example, is no bean.
    private static Class<?> classOf(InjectionPoint point) {
        return point.getBean() == null
                ? point.getMember().getDeclaringClass()
                : point.getBean().getBeanClass();
    }

    void bean(@Observes ProcessBean<?> found) {
        archives.add(found.getBean());
        if (found.getAnnotated() instanceof AnnotatedType<?> type) {
            AnnotatedObservers.check(type, problems);
        }
        copies.see(found.getBean().getBeanClass());
    }

    void options(@Observes ProcessProducer<?, EmitterOptions> found) {
        hasOptions = true;
    }

    void beans(@Observes AfterBeanDiscovery event, BeanManager manager) {
        if (isRefused(event)) {
            return;
        }
        bean(event, Catalogue.class).produceWith(lookup -> catalogue());
        bean(event, ApplicationBeans.class)
                .produceWith(lookup -> new ApplicationBeans(
                        lookup, () -> archives.jsonb(manager), () -> archives.options(manager), archives));
        bean(event, EmitterHost.class)
                .produceWith(lookup -> new EmitterHost(
                        lookup.select(Catalogue.class).get(),
                        lookup.select(ApplicationBeans.class).get()))
                .disposeWith((host, lookup) -> host.stop());
        var named = new TreeSet<>(catalogue().channels());
        named.add("");
        for (var channel : named) {
            ChannelBean.ALL.forEach(bean -> bean(event, bean, channel, manager));
        }
        int count = 0; // in the id in place of the type's name, which each war of an enterprise archive may have
        for (var injected : topicEmitters) {
            count++;
            event.<TopicEmitter<?>>addBean()
                    .id(id("topic " + count + " " + injected))
                    .beanClass(EmitterExtension.class)
                    .types(injected.type(), Object.class)
                    .qualifiers(injected.topic(), Any.Literal.INSTANCE)
                    .scope(Singleton.class)
                    .createWith(context -> new SingleTopicEmitter(
                            host(manager).emitter(injected.topic().channel()),
                            injected.topic().value()));
        }
        if (HealthApi.isPresent()) {
            HealthBeans.add(event, archives.user(), id("health check "), () -> host(manager));
        }
    }

    // Other extensions may add observers until the application starts.
    private Catalogue catalogue() {
        return new Catalogue(Catalogue.FoundBy.PORTABLE_EXTENSION, rows, injectedChannels, lifecycleChannels);
    }

    private String id(String bean) {
        return "rethink-emitter " + copies.id() + " " + bean;
    }

    private <T> BeanConfigurator<T> bean(AfterBeanDiscovery event, Class<T> type) {
        return event.<T>addBean()
                .id(id(type.getName()))
                .beanClass(EmitterExtension.class)
                .types(type)
                .scope(Singleton.class);
    }

    private <T> void bean(AfterBeanDiscovery event, ChannelBean<T> bean, String channel, BeanManager manager) {
        Collection<Annotation> qualifiers =
                new ArrayList<>(List.of(RethinkChannel.Literal.of(channel), Any.Literal.INSTANCE));
        if (channel.isEmpty()) {
            qualifiers.add(Default.Literal.INSTANCE);
        }
        event.<T>addBean()
                .id(id(bean.type().getName() + " of channel " + channel))
                .beanClass(EmitterExtension.class)
                .types(bean.type(), Object.class)
                .qualifiers(Set.copyOf(qualifiers))
                .scope(Singleton.class)
                .createWith(context -> bean.make(host(manager), channel));
    }

    void check(@Observes AfterDeploymentValidation event, BeanManager manager) {
        var twice = copies.problem();
        if (twice.isPresent()) {
            event.addDeploymentProblem(new DefinitionException(twice.get()));
            return;
        }
        if (rows.isEmpty() && injectedChannels.isEmpty() && lifecycleChannels.isEmpty()) {
            return;
        }
        try {
            host(manager).settings();
        } catch (ConfigurationException e) {
            event.addDeploymentProblem(e);
        }
        if (!problems.isEmpty()) { // of observers that other extensions added after the discovery of beans
            event.addDeploymentProblem(new DefinitionException(problems.message()));
        }
    }

    // Reports the problems before the container validates the application: the container would only say that there is
    // no bean for a wrong injection point.
    private boolean isRefused(AfterBeanDiscovery event) {
        if (problems.isEmpty()) {
            return false;
        }
        if (!hasOptions) {
            ApplicationSettings.check(catalogue(), problems);
        }
        event.addDefinitionError(new DefinitionException(problems.message()));
        return true;
    }

    void initialized(@Observes @Initialized(ApplicationScoped.class) Object event) {
        initializedModules.begun();
    }

    void start(@Observes @Priority(EmitterHost.LATE) Startup event, BeanManager manager) {
        startedModules.begun();
        host(manager).start(event);
    }

    void stopObserving(@Observes @Priority(EmitterHost.LATE) Shutdown event, BeanManager manager) {
        if (startedModules.lastHasEnded()) {
            host(manager).stopObserving();
        }
    }

    void stopObservingBefore(
            @Observes @Priority(EmitterHost.LATE) @BeforeDestroyed(ApplicationScoped.class) Object event,
            BeanManager manager) {
        if (initializedModules.lastHasEnded()) {
            host(manager).stopObserving();
        }
    }

    private static EmitterHost host(BeanManager manager) {
        return manager.createInstance().select(EmitterHost.class).get();
    }
}
