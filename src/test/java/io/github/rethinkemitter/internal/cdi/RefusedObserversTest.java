package io.github.rethinkemitter.internal.cdi;

import static jakarta.enterprise.event.Reception.IF_EXISTS;
import static jakarta.enterprise.event.TransactionPhase.AFTER_SUCCESS;
import static jakarta.enterprise.event.TransactionPhase.BEFORE_COMPLETION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import io.github.rethinkemitter.internal.cdi.ExtensionContract.Order;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Observers and injection points that end a deployment, with each extension. */
class RefusedObserversTest {

    @ApplicationScoped
    static class Wrong {
        @Inject
        @RethinkTopic("order.*")
        TopicEmitter<Order> pattern;

        @Inject
        TopicEmitter<Order> topicless;

        @Inject
        @RethinkTopic("order.placed")
        TopicEmitter<? extends Order> wildcard;

        void metadata(@Observes @RethinkTopic("beep") String text, EventMetadata metadata) {}

        void lifecycle(@Observes Connected event, EventMetadata metadata) {}

        void pattern(@Observes @RethinkTopic("order*") String text) {}

        void reserved(@Observes @RethinkTopic("connect") String text) {}

        void qualified(@Observes @RethinkTopic("beep") @Named("x") String text) {}

        void channel(@Observes @RethinkTopic("beep") @RethinkChannel("audit") String text) {}

        <T extends Order> void variable(@Observes @RethinkTopic("beep") T order) {}
    }

    @ParameterizedTest
    @EnumSource
    void allProblemsOfADeploymentAreReportedAtOnceWithTheirPlaces(Extension extension) {
        assertThatThrownBy(() -> extension.start(Wrong.class).close())
                .hasMessageContaining("RTH0502 the application cannot be deployed with the emitter for 10 reasons:")
                .hasMessageContaining("RTH0504 " + Wrong.class.getTypeName() + ".metadata(java.lang.String, ")
                .hasMessageContaining("Remove it; an observer of RethinkEvent has the topic, id and time")
                .hasMessageContaining("Wrong.lifecycle(")
                .hasMessageContaining("RTH0518 pattern \"order*\"")
                .hasMessageContaining("RTH0102 topic \"connect\"")
                .hasMessageContaining("Wrong.qualified(java.lang.String) has, besides @RethinkTopic, the qualifier")
                .hasMessageContaining("@RethinkTopic(value = \"beep\", channel = \"audit\")")
                .hasMessageContaining("RTH0506 ")
                .hasMessageContaining("Wrong.pattern")
                .hasMessageContaining("RTH0508 the TopicEmitter of " + Wrong.class.getTypeName() + ".topicless")
                .hasMessageContaining("RTH0509 ");
    }

    @ApplicationScoped
    static class NeverCalled {
        @Inject
        @RethinkTopic("beep")
        Event<String> local;

        @Inject
        @RethinkTopic("beep")
        Emitter ofATopic;

        void payloadOfAChannel(@Observes @RethinkChannel("audit") String text) {}

        void qualifiedEvent(@Observes @Named("x") RethinkEvent event) {}

        void qualifiedLifecycle(@Observes @Named("x") Connected event) {}

        void defaultLifecycle(@Observes @Default Connected event) {}

        void defaultEvent(@Observes @Default RethinkEvent event) {}

        void defaultPayload(@Observes @RethinkTopic("beep") @Default String text) {}

        void qualifiedObject(@Observes @RethinkChannel("audit") @Named("x") Object event) {}

        <T> void variableOfAChannel(@Observes @RethinkChannel("audit") T event) {}

        <T> void list(@Observes @RethinkChannel("audit") List<T> event) {}

        void lifecycleOfATopic(@Observes @RethinkTopic("beep") Connected event) {}

        void afterSuccess(@Observes(during = AFTER_SUCCESS) @RethinkTopic("beep") String text) {}

        void lifecycleAtTheEnd(@Observes(during = BEFORE_COMPLETION) Connected event) {}

        @RethinkTopic("beep")
        void qualifiedMethod(@Observes String text) {}

        @RethinkTopic("beep")
        void forgotten(String text) {}

        void forgottenToo(@RethinkTopic("beep") String text) {}
    }

    @ParameterizedTest
    @EnumSource
    void observersThatWouldNeverBeCalledAreRefused(Extension extension) {
        assertThatThrownBy(() -> extension.start(NeverCalled.class).close())
                .hasMessageContaining("RTH0502 the application cannot be deployed with the emitter for 17 reasons:")
                .hasMessageContaining("RTH0541 the Event of " + NeverCalled.class.getTypeName() + ".local fires")
                .hasMessageContaining("Inject TopicEmitter<java.lang.String>;")
                .hasMessageContaining("RTH0540 the Emitter of " + NeverCalled.class.getTypeName() + ".ofATopic ")
                .hasMessageContaining("NeverCalled.payloadOfAChannel(java.lang.String) observes java.lang.String with"
                        + " @RethinkChannel alone")
                .hasMessageContaining("@RethinkTopic(value = \"…\", channel = \"audit\")")
                .hasMessageContaining(".qualifiedEvent(" + RethinkEvent.class.getName() + ") has the qualifier @")
                .hasMessageContaining(".qualifiedLifecycle(" + Connected.class.getName() + ") has the qualifier @")
                .hasMessageContaining("RTH0505 " + NeverCalled.class.getTypeName() + ".defaultLifecycle("
                        + Connected.class.getName() + ") has the qualifier @jakarta.enterprise.inject.Default, which no"
                        + " event carries: it would never be called. Remove it")
                .hasMessageContaining(".defaultEvent(" + RethinkEvent.class.getName() + ") has the qualifier @")
                .hasMessageContaining(".defaultPayload(java.lang.String) has, besides @RethinkTopic, the qualifier @")
                .hasMessageContaining(".qualifiedObject(java.lang.Object) has the qualifier @")
                .hasMessageContaining("RTH0506 " + NeverCalled.class.getTypeName() + ".variableOfAChannel(")
                .hasMessageContaining("RTH0506 " + NeverCalled.class.getTypeName() + ".list(")
                .hasMessageContaining("RTH0539 " + NeverCalled.class.getTypeName() + ".lifecycleOfATopic(")
                .hasMessageContaining(".afterSuccess(java.lang.String) is to be called AFTER_SUCCESS, but")
                .hasMessageContaining(".lifecycleAtTheEnd(" + Connected.class.getName() + ") is to be called BEFORE_")
                .hasMessageContaining("RTH0536 " + NeverCalled.class.getTypeName() + ".qualifiedMethod(")
                .hasMessageContaining("RTH0537 " + NeverCalled.class.getTypeName() + ".forgotten(java.lang.String) has")
                .hasMessageContaining("RTH0537 " + NeverCalled.class.getTypeName() + ".forgottenToo(");
    }

    @SessionScoped
    static class OfASession implements Serializable {

        private static final long serialVersionUID = 1L;

        void payload(@Observes @RethinkTopic("beep") String text) {}

        void lifecycle(@Observes Connected event) {}

        static void needsNoBean(@Observes @RethinkTopic("beep") String text) {}

        void own(@Observes String text) {}
    }

    @ConversationScoped
    static class OfAConversation implements Serializable {

        private static final long serialVersionUID = 1L;

        void all(@ObservesAsync RethinkEvent event) {}
    }

    @RequestScoped
    static class OfARequest {
        void existing(@Observes(notifyObserver = IF_EXISTS) @RethinkTopic("beep") String text) {}

        void any(@Observes @RethinkTopic("beep") String text) {}
    }

    @ParameterizedTest
    @EnumSource
    void observersInBeansOfASessionOrConversationAreRefused(Extension extension) {
        assertThatThrownBy(() -> extension
                        .start(OfASession.class, OfAConversation.class, OfARequest.class)
                        .close())
                .hasMessageContaining("RTH0502 the application cannot be deployed with the emitter for 4 reasons:")
                .hasMessageContaining("RTH0544 " + OfASession.class.getTypeName() + ".payload(java.lang.String) is a"
                        + " method of a bean of @jakarta.enterprise.context.SessionScoped, but no session")
                .hasMessageContaining("RTH0544 " + OfASession.class.getTypeName() + ".lifecycle(")
                .hasMessageContaining("RTH0544 " + OfAConversation.class.getTypeName() + ".all(")
                .hasMessageContaining("Observe in an @ApplicationScoped bean, or make the method static")
                .hasMessageContaining("RTH0544 " + OfARequest.class.getTypeName()
                        + ".existing(java.lang.String) is to be" + " called only if its @RequestScoped bean exists")
                .hasMessageContaining("Remove \"notifyObserver\"");
    }

    @Dependent
    static class OnlyIfADependentBeanExists {
        void text(@Observes(notifyObserver = IF_EXISTS) @RethinkTopic("beep") String text) {}
    }

    @ParameterizedTest
    @EnumSource
    void anObserverThatIsToBeCalledOnlyIfItsDependentBeanExistsIsRefused(Extension extension) {
        assertThatThrownBy(
                        () -> extension.start(OnlyIfADependentBeanExists.class).close())
                .hasMessageContaining(OnlyIfADependentBeanExists.class.getTypeName());
    }

    @ApplicationScoped
    static class OfWrongChannels {
        @Inject
        Emitter emitter;

        void topic(@Observes @RethinkTopic(value = "login", channel = "adit") String user) {}

        void all(@Observes @RethinkChannel("adit") RethinkEvent event) {}

        void right(@Observes @RethinkChannel("audit") RethinkEvent event) {}
    }

    @ParameterizedTest
    @EnumSource
    void anObserverOfEventsOfAnUnknownChannelIsRefused(Extension extension) {
        assertThatThrownBy(() -> extension
                        .start(OfWrongChannels.class, ExtensionContract.Configuration.class)
                        .close())
                .hasStackTraceContaining("RTH0543 " + OfWrongChannels.class.getTypeName() + ".topic(java.lang.String)"
                        + " observes events of channel \"adit\", which is not configured, and no emitter uses it. The"
                        + " channels are [, audit]. Correct the name, or set rethink.emitter.channel.adit.table")
                .hasStackTraceContaining("RTH0543 " + OfWrongChannels.class.getTypeName() + ".all(");
    }

    @ApplicationScoped
    static class OfOneChannel {
        void all(@Observes @RethinkTopic(value = "**", channel = "news") RethinkEvent event) {}
    }

    @ParameterizedTest
    @EnumSource
    void anObserverMayNameTheOnlyChannelOfAnApplicationWithoutOptionsOfItsOwn(Extension extension) {
        try (var container = extension.start(OfOneChannel.class)) {
            assertThat(container.select(Catalogue.class).get().channels()).containsExactly("news");
        }
    }

    @ApplicationScoped
    static class OfSomeChannel {
        @Inject
        Emitter emitter;

        void lost(@Observes @RethinkChannel("adit") Disconnected event) {}

        void anything(@Observes @RethinkChannel("adit") Object event) {}
    }

    @ParameterizedTest
    @EnumSource
    void anObserverOfLifecycleEventsOfAnUnknownChannelIsRefused(Extension extension) {
        assertThatThrownBy(() -> extension
                        .start(OfSomeChannel.class, ExtensionContract.Configuration.class)
                        .close())
                .hasStackTraceContaining("RTH0542 " + OfSomeChannel.class.getTypeName() + ".lost(")
                .hasStackTraceContaining("RTH0542 " + OfSomeChannel.class.getTypeName() + ".anything(")
                .hasStackTraceContaining("of channel \"adit\", which nobody uses")
                .hasStackTraceContaining("[, audit]");
    }

    @ApplicationScoped
    static class OfLifecycleEventsOnly {
        void lost(@Observes @RethinkChannel("adit") Disconnected event) {}
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownChannelIsFoundAlthoughTheApplicationHasNothingButObserversOfLifecycleEvents(Extension extension) {
        assertThatThrownBy(() -> extension.start(OfLifecycleEventsOnly.class).close())
                .hasStackTraceContaining("RTH0542 " + OfLifecycleEventsOnly.class.getTypeName() + ".lost(");
    }

    @ApplicationScoped
    static class Anything {
        @Inject
        @RethinkChannel("audit")
        Emitter audit;

        void lifecycle(@Observes @RethinkChannel("audit") Object event) {}

        void own(@Observes(during = AFTER_SUCCESS) String text) {}

        @Inject
        void receive(@RethinkTopic("beep") TopicEmitter<String> unused) {}

        @Produces
        @RethinkChannel("unused")
        static EmitterOptions unused(@Any Event<String> local) {
            return EmitterOptions.none().with("enabled", false).with("table", "unused");
        }
    }

    @ParameterizedTest
    @EnumSource
    void observersThatMayBeCalledAndThoseOfOtherEventsAreAccepted(Extension extension) {
        try (var container = extension.start(Anything.class, ExtensionContract.Configuration.class)) {
            assertThat(container.select(Catalogue.class).get().rows()).isEmpty();
        }
    }
}
