package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import io.github.rethinkemitter.internal.health.HealthApi;
import io.github.rethinkemitter.internal.health.HealthBeans;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Discovery;
import jakarta.enterprise.inject.build.compatible.spi.InjectionPointInfo;
import jakarta.enterprise.inject.build.compatible.spi.MetaAnnotations;
import jakarta.enterprise.inject.build.compatible.spi.ObserverInfo;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.ScannedClasses;
import jakarta.enterprise.inject.build.compatible.spi.SkipIfPortableExtensionPresent;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills the catalogue where extensions run when the application is built, as on Quarkus. */
@SkipIfPortableExtensionPresent(EmitterExtension.class)
public class EmitterBuildExtension implements BuildCompatibleExtension {

    private static final Set<String> LAZY = Set.of(Instance.class.getName(), Provider.class.getName());
    private static final String TOPIC_EMITTER = TopicEmitter.class.getName();

    private final DeploymentProblems problems = new DeploymentProblems();
    private final BuildTimeCatalogue catalogue = new BuildTimeCatalogue();
    private final Map<String, InjectedTopicEmitter> topicEmitters = new LinkedHashMap<>();

    private record InjectedTopicEmitter(Qualifiers qualifiers, Type type) {}

    /** For containers. */
    public EmitterBuildExtension() {}

    // The library is no bean archive, because a container would load all its classes to search them for beans.
    @Discovery
    public void libraryBeans(ScannedClasses classes) {
        classes.add(EmitterHost.class.getName());
        classes.add(ApplicationBeans.class.getName());
    }

    // ArC knows only qualifiers that are declared here.
    @Discovery
    public void qualifiers(MetaAnnotations annotations) {
        annotations.addQualifier(RethinkTopic.class);
        annotations.addQualifier(RethinkChannel.class);
    }

    @Registration(types = Object.class)
    public void observer(ObserverInfo found) {
        var qualifiers = Qualifiers.ofModel(found.qualifiers());
        MethodInfo method = found.isSynthetic() ? null : found.observerMethod();
        var name = method == null ? found.toString() : name(found.declaringClass(), method);
        boolean metadata = method != null
                && method.parameters().stream()
                        .anyMatch(p -> ModelTypes.name(p.type()).equals(EventMetadata.class.getName()));
        var type = found.eventType();
        var seen = new ObserverRules.Seen(
                name,
                qualifiers,
                ModelTypes.name(type),
                ModelTypes.hasTypeVariable(type),
                new ObserverRules.Call(
                        metadata,
                        method == null ? found.transactionPhase() : ModelObservers.phase(method),
                        found.reception(),
                        method == null || method.isStatic()
                                ? null
                                : found.bean().scope().annotation().name()));
        if (seen.mayBeOfLifecycle() && qualifiers.channel() != null) {
            catalogue.addLifecycleChannel(qualifiers.channel(), name);
        }
        var onFailure = method == null ? null : ModelObservers.onFailure(method);
        boolean ours = ObserverRules.isOurs(seen, problems);
        if (!ours && onFailure != null) {
            problems.accept(ObserverRules.onFailureOfOther(name));
        }
        if (ours && !seen.hasTypeVariable()) {
            if (!ModelTypes.canBeResolved(type) && !ArcObservers.willBeListed(found)) {
                problems.accept(
                        "RTH0507 " + name + " observes " + seen.type() + ": in this container a generic payload must"
                                + " be an interface, such as List, Set or Map. Observe RethinkEvent and read its payload(Type)");
            }
            var values = ModelObservers.values(onFailure == null ? onFailureOfClass(found) : onFailure);
            var unused = values.rules(name, problems);
            catalogue.add(found, qualifiers, name, values);
        }
        if (method != null) {
            method.parameters().stream().filter(p -> !ModelObservers.isEvent(p)).forEach(p -> injected(p, name));
        }
    }

    // An observer that a superclass declares belongs to the bean's class.
    private static @Nullable AnnotationInfo onFailureOfClass(ObserverInfo found) {
        if (found.isSynthetic()) {
            return null;
        }
        var owner = found.bean() == null
                ? null
                : ModelObservers.onFailure(found.bean().declaringClass());
        return owner == null ? ModelObservers.onFailure(found.declaringClass()) : owner;
    }

    // Registration for Object does not include observers of primitive types.
    @Registration(
            types = {
                boolean.class,
                byte.class,
                short.class,
                int.class,
                long.class,
                float.class,
                double.class,
                char.class
            })
    public void observerOfPrimitive(ObserverInfo found) {
        if (found.eventType().isPrimitive()) {
            observer(found);
        }
    }

    private void injected(ParameterInfo parameter, String method) {
        var qualifiers = Qualifiers.ofModel(parameter.annotations().stream()
                .filter(annotation -> annotation.name().startsWith("io.github.rethinkemitter."))
                .toList());
        injected(parameter.type(), qualifiers, method + " parameter " + parameter.name());
    }

    @Registration(types = Object.class)
    public void bean(BeanInfo found) {
        if (found.isClassBean()) {
            var owner = found.declaringClass();
            ModelObservers.check(owner, method -> name(owner, method), problems);
        }
        for (var point : found.injectionPoints()) {
            injected(point.type(), Qualifiers.ofModel(point.qualifiers()), place(found, point));
        }
    }

    private static String place(BeanInfo found, InjectionPointInfo point) {
        if (found.isSynthetic()) {
            return found.toString(); // no class declares its injection points, and ArC throws when it is asked for one
        }
        var declaration = point.declaration();
        return found.declaringClass().name() + "."
                + (declaration.isField() ? declaration.asField().name() : declaration.toString());
    }

    private void injected(Type type, Qualifiers qualifiers, String place) {
        if (type.isParameterizedType() && LAZY.contains(raw(type))) {
            injected(type.asParameterizedType().typeArguments().get(0), qualifiers, place);
        } else if (type.isParameterizedType() && raw(type).equals(Event.class.getName())) {
            var payload =
                    ModelTypes.name(type.asParameterizedType().typeArguments().get(0));
            EmitterRules.checkEvent(place, qualifiers, payload, problems);
        } else if (type.isParameterizedType() && raw(type).equals(TOPIC_EMITTER)) {
            boolean concrete = !ModelTypes.hasTypeVariable(type) && !ModelTypes.hasWildcard(type);
            topicEmitter(type, qualifiers, place, concrete);
        } else if (ModelTypes.name(type).equals(TOPIC_EMITTER)) {
            topicEmitter(type, qualifiers, place, true);
        } else {
            ChannelBean.named(ModelTypes.name(type)).ifPresent(bean -> {
                bean.check(place, qualifiers, problems);
                catalogue.addInjectedChannel(qualifiers.channelOrDefault());
            });
        }
    }

    private void topicEmitter(Type type, Qualifiers qualifiers, String place, boolean concrete) {
        var topic = qualifiers.topic();
        if (EmitterRules.isValid(place, qualifiers, ModelTypes.name(type), concrete, problems) && topic != null) {
            topicEmitters.put(topic + ModelTypes.name(type), new InjectedTopicEmitter(qualifiers, type));
            catalogue.addInjectedChannel(topic.channel());
        }
    }

    // Reports the problems here, before the container validates the application: the container would only say that
    // there is no bean for a wrong injection point.
    @Synthesis
    public void beans(SyntheticComponents components) {
        if (!problems.isEmpty()) {
            throw new DefinitionException(problems.message());
        }
        catalogue.writeTo(components
                .addBean(Catalogue.class)
                .type(Catalogue.class)
                .scope(Singleton.class)
                .createWith(CatalogueCreator.class));
        var named = new TreeSet<>(catalogue.channels());
        named.add("");
        for (var channel : named) {
            ChannelBean.ALL.forEach(bean -> addBean(components, bean.type(), channel));
        }
        for (var injected : topicEmitters.values()) {
            var topic = injected.qualifiers().topic();
            if (topic != null) {
                components
                        .<TopicEmitter<?>>addBean(topicEmitterClass())
                        .type(injected.type())
                        .scope(Singleton.class)
                        .qualifier(topic)
                        .qualifier(Any.Literal.INSTANCE)
                        .withParam("topic", topic.value())
                        .withParam("channel", topic.channel())
                        .createWith(TopicEmitterCreator.class);
            }
        }
        if (HealthApi.isPresent()) {
            HealthBeans.add(components);
        }
    }

    @SuppressWarnings("unchecked") // the creator makes what the parameter names
    private static <T> void addBean(SyntheticComponents components, Class<T> type, String channel) {
        var bean = components
                .addBean(type)
                .type(type)
                .scope(Singleton.class)
                .qualifier(RethinkChannel.Literal.of(channel))
                .qualifier(Any.Literal.INSTANCE)
                .withParam(ChannelBeanCreator.TYPE, type.getName())
                .withParam(ChannelBeanCreator.CHANNEL, channel)
                .createWith((Class<SyntheticBeanCreator<T>>) (Class<?>) ChannelBeanCreator.class);
        if (channel.isEmpty()) {
            bean.qualifier(Default.Literal.INSTANCE);
        }
    }

    @SuppressWarnings("unchecked") // there is no class literal of a generic type
    private static Class<TopicEmitter<?>> topicEmitterClass() {
        return (Class<TopicEmitter<?>>) (Class<?>) TopicEmitter.class;
    }

    private static String raw(Type type) {
        return type.asParameterizedType().genericClass().declaration().name();
    }

    /** {@code com.example.Orders.placed(com.example.Order)} */
    private static String name(ClassInfo owner, MethodInfo method) {
        List<String> parameters = new ArrayList<>();
        method.parameters().forEach(parameter -> parameters.add(erased(parameter.type())));
        return parameters.stream().collect(Collectors.joining(", ", owner.name() + "." + method.name() + "(", ")"));
    }

    private static String erased(Type type) {
        return type.isParameterizedType() ? raw(type) : ModelTypes.name(type);
    }
}
