package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.ParkedWrites.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.FailureCause;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.support.server.ContractTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies of events come back as they were, and what is wrong with the table is named. */
@Timeout(90)
@ContractTest
class ParkedDocumentsTest extends SubscriberFixture {

    @Test
    void whatIsStoredIsReadAsItWas() throws Exception {
        Instant before = session.now();

        parked.park(US, List.of(waiting(Duration.ofMinutes(1)).as("a")));

        ParkedEntry entry = entry("a");
        assertThat(entry.first()).isBetween(before, session.now()).isEqualTo(entry.last());
        assertThat(entry)
                .isEqualTo(new ParkedEntry(
                        "a",
                        "orders",
                        "billing",
                        event("order.placed", "[\"order.placed\",1.50]"),
                        ParkedState.WAITING,
                        ParkedReason.FAILED,
                        1,
                        entry.first(),
                        entry.first(),
                        entry.first().plusSeconds(60),
                        CAUSE,
                        null,
                        null));
    }

    @Test
    void anEventOfAnotherLibraryWithoutHeadersOrCauseIsReadAsItWas() throws Exception {
        var event = new StoredEvent("[1,2]", Instant.EPOCH, null, 0, "t", "[\"t\"]", false, null);

        parked.park(US, List.of(parked().cause(null).as("a", event)));

        assertThat(entry("a").event()).isEqualTo(event);
        assertThat(entry("a").cause()).isNull();
    }

    @Test
    void manyLargeEventsAreStoredAndTakenAsTheyAre() throws Exception {
        List<ParkedWrite> writes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String text = (i + "é\\\"").repeat(1 << 18).substring(0, 1 << 20);
            writes.add(waiting(NOW).as("a" + i, event("t", "[\"t\",\"" + text + "x\"]")));
        }

        parked.park(US, writes);
        List<ParkedEntry> taken = parked.takeDue(US, 100);

        assertThat(taken).hasSize(20);
        for (ParkedWrite write : writes) {
            ParkedEntry entry = taken.stream()
                    .filter(one -> one.id().equals(write.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(entry.event().args().equals(write.event().args())).isTrue();
        }
    }

    @Test
    void textsThatTheDatabaseWouldChangeOrRefuseComeBackAsTheyWere() throws Exception {
        String args =
                "[\"t\",{\"$reql_type$\":\"TIME\",\"epoch_time\":1},1.0,12345678901234567890,\"\\u0000\\ud800\\ude00\\ud800\","
                        + "\"\u0000\u2028😀\"]";
        var event = new StoredEvent(
                "a\u0000b", Instant.EPOCH, "\u0000", 1L << 52, "t\u0000", args, true, "{\"\\ud800\":\"é\"}");
        var cause = new FailureCause("A", "{\"$reql_type$\":\"TIME\"}\u0000😀", "\u0000\t");

        parked.park(US, List.of(parked().observer("o\u0000").cause(cause).as("a", event)));

        assertThat(entry("a").event()).isEqualTo(event);
        assertThat(entry("a").cause()).isEqualTo(cause);
        assertThat(entry("a").observer()).isEqualTo("o\u0000");
    }

    @Test
    void halfOfASurrogatePairIsStoredAsItsEscape() throws Exception {
        var event = new StoredEvent("a\ud800", Instant.EPOCH, null, 0, "t", "[\"t\",\"\udc00\ud800x\"]", true, null);
        var cause = new FailureCause("A", "at the end \ud83d", "");

        parked.park(US, List.of(parked().cause(cause).as("a", event)));

        assertThat(entry("a").event().args()).isEqualTo("[\"t\",\"\\udc00\\ud800x\"]");
        assertThat(entry("a").event().id()).isEqualTo("a\\ud800");
        assertThat(entry("a").cause().message()).isEqualTo("at the end \\ud83d");
    }

    @Test
    void anEntryThatSomebodyHasDamagedDoesNotHoldUpTheOthers() throws Exception {
        parked.park(US, List.of(waiting(NOW).as("a"), waiting(NOW).as("b")));
        outside.value("r.table('events_parked').get('a').update({event: 'nothing'})");

        assertThat(parked.takeDue(US, 9)).extracting(ParkedEntry::id).containsExactly("b");
        assertThatThrownBy(() -> parked.get("a"))
                .hasMessageContainingAll("RTH0233", "\"a\"", "events_parked", "Delete");
    }

    @Test
    void aMissingTableIsNamed() {
        outside.value("r.tableDrop('events_parked')");

        assertThatThrownBy(() -> parked.get("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("RTH0232", stores.db + ".events_parked", "rethink.emitter.subscriber");
        assertThatThrownBy(() -> parked.park(US, List.of(parked().as("a")))).hasMessageContaining("RTH0232");
    }

    @Test
    void aMissingRightIsNamed() throws Exception {
        asUserWith("{read: true, write: true}");
        stores.subscriber = null;
        ParkedStore denied = stores.open().parked();

        assertThatThrownBy(() -> denied.get("a")).hasMessageContainingAll("RTH0220", user, "events_parked", "grant");
    }
}
