package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.ParkedWrites.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is stored for an observer is found by its name. */
@Timeout(90)
@ContractTest
class ParkedObserversTest {

    private static final Subscription US = new Subscription("orders", "first");
    private static final Set<ParkedState> ALL = EnumSet.allOf(ParkedState.class);

    private Stores stores;
    private ParkedStore parked;

    @BeforeEach
    void open(TestDb db) throws Exception {
        stores = new Stores(db);
        stores.subscriber = "orders";
        parked = stores.open().parked();
    }

    @AfterEach
    void closeAll() {
        stores.close();
    }

    @Test
    void entriesOfAnObserverAreFound() throws Exception {
        parked.park(
                US,
                List.of(
                        parked().observer("billing").as("a"),
                        parked().observer("billing ").as("b"),
                        parked().observer("Shop.bill(Order)").as("c")));

        assertThat(found(new ParkedFilter(ALL, "billing", null, null, null))).containsExactly("a");
        assertThat(found(new ParkedFilter(ALL, "Shop.bill(Order)", null, null, null)))
                .containsExactly("c");
        assertThat(found(new ParkedFilter(ALL, "\ud800", null, null, null))).isEmpty();
        assertThat(found(new ParkedFilter(ALL, "\u0000", null, null, null))).isEmpty();
        assertThat(found(new ParkedFilter(ALL, null, "\ud800.*", null, null))).isEmpty();
    }

    @Test
    void entriesOfAllObserversOfANameAreFoundUnderIt() throws Exception {
        parked.park(
                US,
                List.of(
                        parked().observer("Shop.bill(Order)").as("a"),
                        parked().observer("Shop.bill(Order)#2").as("b"),
                        parked().observer("Shop.bill(Order)#10").as("c"),
                        parked().observer("Shop.bill(Order)#2#3").as("d"),
                        parked().observer("Shop.bill(Order)#x").as("e"),
                        parked().observer("My.Shop.bill(Order)#2").as("f"),
                        parked().observer("Shop_bill(Order)#2").as("g")));

        var all = new ParkedFilter(ALL, "Shop.bill(Order)", null, null, null);
        assertThat(found(all)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(parked.count(all)).isEqualTo(3);
        assertThat(found(new ParkedFilter(ALL, "Shop.bill(Order)#2", null, null, null)))
                .containsExactlyInAnyOrder("b", "d");
    }

    private List<String> found(ParkedFilter filter) throws IOException {
        return parked.find(filter, null, 100).stream().map(ParkedEntry::id).toList();
    }
}
