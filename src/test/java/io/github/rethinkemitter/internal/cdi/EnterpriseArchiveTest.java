package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.Disconnected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two wars with the same classes, each from its own class loader, and the library in the archive that holds both. Public,
 * as is all that the wars use of this class: theirs are in another run-time package.
 */
public class EnterpriseArchiveTest {

    /** What the beans of the wars note, and how they should behave. */
    public static final class Calls {
        public static final List<String> LINES = new ArrayList<>();
        public static volatile boolean differ;

        private Calls() {}
    }

    private TwoWars ear;

    @BeforeEach
    void deploy() {
        ear = TwoWars.deploy(WarShop.class, WarShop.Order.class);
    }

    @AfterEach
    void undeploy() {
        ear.close();
        Calls.LINES.clear();
        Calls.differ = false;
    }

    @Test
    void theObserversOfEachWarAreCalledWithItsOwnClassesAndClassLoader() throws Exception {
        var before = Thread.currentThread().getContextClassLoader();

        for (var row : ear.library(Catalogue.class).rows()) {
            var order = row.entry().bean().getClassLoader().loadClass(WarShop.Order.class.getName());
            new CataloguedObserver(row, invoker(), row.entry().failureRules())
                    .call(order.getDeclaredConstructor(int.class).newInstance(7));
        }

        assertThat(Calls.LINES).containsExactlyInAnyOrder("one Order[number=7], true", "two Order[number=7], true");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void lifecycleEventsReachTheObserversOfEachWar() {
        var notifier = new LifecycleNotifier(application().lifecycleObservers(), invoker(), Runnable::run);

        notifier.accept(new Disconnected("", new IOException("cut")));

        assertThat(Calls.LINES).containsExactlyInAnyOrder("one lost", "two lost");
    }

    @Test
    void twoWarsMayProduceTheSameOptions() {
        assertThat(application().options()).containsOnlyKeys("");
        assertThat(ear.library(EmitterHost.class)
                        .settings()
                        .channels()
                        .get("")
                        .table()
                        .table())
                .isEqualTo("of_the_wars");
    }

    @Test
    void optionsOfTheWarsThatDifferAreRefused() {
        Calls.differ = true;

        assertThatThrownBy(() -> application().options())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RTH0519")
                .hasMessageContaining("the default channel");
    }

    @Test
    void eachWarHasItsOwnTopicEmitterAlthoughTheirPayloadsHaveTheSameName() throws Exception {
        var one = emitter(ear.one(WarShop.class));
        var two = emitter(ear.two(WarShop.class));

        assertThat(one).isNotNull();
        assertThat(two).isNotNull().isNotSameAs(one);
    }

    @Test
    void theJsonbOfAWarIsUsedAndReleased() throws Exception {
        ear.close();
        ear = TwoWars.deployOne(WarJson.class);
        var own = application().jsonb().get();

        own.end().close();

        assertThat(Calls.LINES).containsExactly("closed");
    }

    @Test
    void theEndOfOneWarDoesNotStopTheObserversOfTheOther() {
        ear.begin();
        var host = ear.library(EmitterHost.class);

        ear.endOne();
        boolean afterOne = host.isStopping();
        ear.endTwo();

        assertThat(afterOne).isFalse();
        assertThat(host.isStopping()).isTrue();
    }

    private static Object emitter(Object shop) throws Exception {
        return shop.getClass().getField("orders").get(shop);
    }

    private ApplicationBeans application() {
        return ear.library(ApplicationBeans.class);
    }

    private ObserverInvoker invoker() {
        return new ObserverInvoker(application().all());
    }
}
