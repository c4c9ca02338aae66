package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.ParkedWrites.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.support.server.ContractTest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of a group go to their observer one after another: which groups there are, and which entry is the next. */
@Timeout(90)
@ContractTest
class ParkedGroupsTest extends SubscriberFixture {

    private static final String GROUP = "key \"7\" 😀";

    @Test
    void theGroupsOfASubscriberAreListedWithTheirEntries() throws Exception {
        parked.park(
                US,
                List.of(
                        held("first", 2),
                        held("second", 3),
                        parked().as("parked", GROUP, TIME, 1),
                        in(ParkedState.HELD).as("held", "held", TIME, 1),
                        waiting(NOW).as("waiting", "held", TIME, 2),
                        parked().as("alone")));
        parked.hold(US, List.of(calling(1).as("called", "called", TIME, 1)));
        parked.park(BILLS, List.of(in(ParkedState.HELD).as("bill", GROUP, TIME, 1)));

        assertThat(parked.groups(US))
                .containsExactlyInAnyOrder(
                        new ParkedGroup(GROUP, 3, false),
                        new ParkedGroup("held", 2, true),
                        new ParkedGroup("called", 1, false));
        assertThat(parked.groups(BILLS)).containsExactly(new ParkedGroup(GROUP, 1, true));
        assertThat(parked.groups(new Subscription("nobody", "else"))).isEmpty();
    }

    @Test
    void anEntryThatIsHandledLeavesItsGroup() throws Exception {
        parked.park(US, List.of(waiting(NOW).as("first", GROUP, TIME, 1), held("second", 2)));
        List<ParkedGroup> before = parked.groups(US);
        parked.takeDue(US, 9);

        handle(US, "first");

        assertThat(before).containsExactly(new ParkedGroup(GROUP, 2, false));
        assertThat(parked.groups(US)).containsExactly(new ParkedGroup(GROUP, 1, true));
    }

    @Test
    void anEntryThatWasDiscardedDoesNotCount() throws Exception {
        parked.park(
                US,
                List.of(
                        parked().as("first", GROUP, TIME, 1),
                        held("second", 2),
                        parked().as("only", "of one", TIME, 1)));
        parked.discard(Set.of("first", "only"), "ann", "");

        List<ParkedGroup> before = parked.groups(US);
        parked.takeDiscarded(US);

        assertThat(before).containsExactly(new ParkedGroup(GROUP, 1, true)).isEqualTo(parked.groups(US));
    }

    @Test
    void theNextEntryBecomesDueAndOnlyTheNext() throws Exception {
        parked.park(US, List.of(held("c", 4), held("z", 2), held("a", 3)));
        List<ParkedEntry> held = entries("z", "a", "c");
        Instant before = session.now();

        boolean isLeft = parked.advance(US, GROUP, "ann \ud800");

        assertThat(isLeft).isTrue();
        ParkedEntry next = entry("z");
        assertThat(next.last()).isBetween(before, session.now());
        assertThat(next)
                .isEqualTo(new ParkedEntry(
                        "z",
                        US.name(),
                        held.get(0).observer(),
                        held.get(0).event(),
                        ParkedState.WAITING,
                        held.get(0).reason(),
                        held.get(0).attempts(),
                        held.get(0).first(),
                        next.last(),
                        next.last(),
                        CAUSE,
                        "ann \\ud800",
                        null));
        assertThat(entries("a", "c")).isEqualTo(held.subList(1, 3));
        assertThat(parked.takeDue(US, 9)).extracting(ParkedEntry::id).containsExactly("z");
    }

    @Test
    void withoutSomebodyWhoRedroveItsEntriesAGroupAdvancesForNobody() throws Exception {
        parked.park(US, List.of(held("a", 1)));

        parked.advance(US, GROUP, null);

        assertThat(entry("a").state()).isEqualTo(ParkedState.WAITING);
        assertThat(entry("a").by()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "PARKED", "REDRIVING"})
    void aGroupDoesNotAdvancePastAnEntryThatIsNotDone(ParkedState first) throws Exception {
        parked.park(
                US,
                List.of(
                        new ParkedWrites(
                                        first,
                                        1,
                                        first == ParkedState.WAITING ? NOW.plusHours(1) : null,
                                        "billing",
                                        "order.placed",
                                        CAUSE)
                                .as("first", GROUP, TIME, 1),
                        held("second", 2)));
        List<ParkedEntry> before = entries("first", "second");

        boolean isLeft = parked.advance(US, GROUP, "ann");

        assertThat(isLeft).isTrue();
        assertThat(entries("first", "second")).isEqualTo(before);
    }

    // Where names and ids are as long as a primary key may be, the entries of the index are cut off.
    @ParameterizedTest(name = "{0} characters")
    @ValueSource(ints = {6, 126})
    void entriesFollowEachOtherByTheTimeAndThenTheNumberOfTheirEvents(int length) throws Exception {
        var owner = new Subscription("o".repeat(length), "this process");
        List<ParkedWrite> writes = new ArrayList<>();
        for (long number : List.of(11, 300, 2, 9, 10)) {
            writes.add(held("of a time", length, TIME, number));
        }
        writes.add(held("later", length, TIME.plusMillis(1), 1));
        writes.add(held("sooner", length, TIME.minusMillis(1), 1000));
        parked.park(owner, writes);

        List<String> handled = new ArrayList<>();
        while (parked.advance(owner, GROUP, null)) {
            List<ParkedEntry> due = parked.takeDue(owner, 9);
            assertThat(due).hasSize(1);
            String id = due.get(0).id();
            handle(owner, id);
            handled.add(id.substring(0, id.indexOf('.')));
        }

        assertThat(handled)
                .containsExactly(
                        "sooner 1000",
                        "of a time 2",
                        "of a time 9",
                        "of a time 10",
                        "of a time 11",
                        "of a time 300",
                        "later 1");
    }

    private static ParkedWrite held(String name, int length, Instant ts, long number) {
        String id = name + " " + number + ".";
        return in(ParkedState.HELD).as(id + "x".repeat(Math.max(0, length - id.length())), GROUP, ts, number);
    }

    @Test
    void otherGroupsAndSubscribersAreLeftAsTheyAre() throws Exception {
        parked.park(
                US,
                List.of(
                        held("ours", 5),
                        in(ParkedState.HELD).as("longer", GROUP + "8", TIME, 1),
                        in(ParkedState.HELD).as("shorter", GROUP.substring(0, 3), TIME, 1),
                        in(ParkedState.HELD).as("alone")));
        parked.park(BILLS, List.of(in(ParkedState.HELD).as("bill", GROUP, TIME, 1)));
        List<ParkedEntry> before = entries("longer", "shorter", "alone", "bill");

        parked.advance(US, GROUP, "ann");

        assertThat(entry("ours").state()).isEqualTo(ParkedState.WAITING);
        assertThat(entries("longer", "shorter", "alone", "bill")).isEqualTo(before);
    }

    @Test
    void aGroupWhoseEntriesAreAllDoneHasNoneLeft() throws Exception {
        parked.park(US, List.of(waiting(NOW).as("handled", GROUP, TIME, 1), parked().as("discarded", GROUP, TIME, 2)));
        parked.takeDue(US, 9);
        handle(US, "handled");
        boolean withOne = parked.advance(US, GROUP, null);

        parked.discard(Set.of("discarded"), "ann", "");
        boolean beforeItIsNoticed = parked.advance(US, GROUP, null);
        parked.takeDiscarded(US);

        assertThat(List.of(withOne, beforeItIsNoticed, parked.advance(US, GROUP, null)))
                .containsExactly(true, false, false);
        assertThat(parked.advance(US, "unknown", null)).isFalse();
    }

    @ParameterizedTest(name = "noticed: {0}")
    @ValueSource(booleans = {true, false})
    void whenTheFirstEntriesWereDiscardedTheNextOneFollows(boolean noticed) throws Exception {
        parked.park(
                US,
                List.of(parked().as("first", GROUP, TIME, 1), held("second", 2), held("third", 3), held("fourth", 4)));
        parked.discard(Set.of("first", "second"), "ann", "never mind");
        List<ParkedEntry> discarded = entries("first", "second");

        if (noticed) {
            parked.takeDiscarded(US);
        }
        boolean isLeft = parked.advance(US, GROUP, null);

        assertThat(isLeft).isTrue();
        assertThat(entries("third", "fourth"))
                .extracting(ParkedEntry::state)
                .containsExactly(ParkedState.WAITING, ParkedState.HELD);
        assertThat(entries("first", "second"))
                .extracting(ParkedEntry::state, ParkedEntry::by, ParkedEntry::note, ParkedEntry::last)
                .containsExactlyElementsOf(discarded.stream()
                        .map(entry -> tuple(ParkedState.DISCARDED, "ann", "never mind", entry.last()))
                        .toList());
    }

    @Test
    void theGroupsOfDiscardedEntriesAreToldOnceToTheirSubscriber() throws Exception {
        parked.park(
                US,
                List.of(
                        parked().as("parked", GROUP, TIME, 1),
                        held("held", 2),
                        waiting(NOW).as("waiting", "waiting", TIME, 1),
                        parked().as("kept", "kept", TIME, 1),
                        parked().as("alone")));
        parked.park(BILLS, List.of(parked().as("bill", "bills", TIME, 1)));
        Set<String> before = parked.takeDiscarded(US);

        parked.discard(Set.of("parked", "held", "waiting", "alone", "bill"), "ann", "");

        assertThat(before).isEmpty();
        assertThat(parked.takeDiscarded(US)).containsExactlyInAnyOrder(GROUP, "waiting");
        assertThat(parked.takeDiscarded(US)).isEmpty();
        assertThat(parked.takeDiscarded(BILLS)).containsExactly("bills");
    }

    @Test
    void anEntryOfALaterVersionStaysAndItsGroupWaitsBehindIt() throws Exception {
        parked.park(US, List.of(held("first", 1), held("second", 2), parked().as("gone", "other", TIME, 1)));
        parked.discard(Set.of("gone"), "ann", "");
        outside.value("r.table('events_parked').getAll('first', 'gone').update({v: 2})");
        var before = outside.rows("r.table('events_parked').orderBy('id')");

        boolean isLeft = parked.advance(US, GROUP, "ann");

        assertThat(isLeft).isTrue();
        assertThat(parked.takeDiscarded(US)).isEmpty();
        assertThat(outside.rows("r.table('events_parked').orderBy('id')")).isEqualTo(before);
        assertThat(parked.takeDue(US, 9)).isEmpty();
    }

    @Test
    void howeverManyEntriesWereDiscardedAllGroupsAreTold() throws Exception {
        Set<String> groups = discardGroups(1_500);
        Set<String> told = new HashSet<>();

        for (int i = 0; i < 5; i++) {
            told.addAll(parked.takeDiscarded(US));
        }

        assertThat(told).isEqualTo(groups);
        assertThat(parked.takeDiscarded(US)).isEmpty();
    }

    @Test
    void aGroupThatTwoAdvanceAtOnceAdvancesOnce() throws Exception {
        List<ParkedWrite> writes = new ArrayList<>();
        for (int group = 0; group < 30; group++) {
            for (int number = 0; number < 3; number++) {
                writes.add(in(ParkedState.HELD).as(group + "." + number, "group " + group, TIME, number));
            }
        }
        parked.park(US, writes);

        byTwoAtOnce(store -> {
            for (int group = 0; group < 30; group++) {
                store.advance(US, "group " + group, null);
            }
        });

        assertThat(parked.takeDue(US, 1_000))
                .extracting(ParkedEntry::id)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 30).mapToObj(group -> group + ".0").toList());
    }

    @Test
    void aDiscardedEntryIsToldToOneOfTwoThatAskAtOnce() throws Exception {
        Set<String> groups = discardGroups(1_500);
        var told = new ConcurrentLinkedQueue<String>();

        byTwoAtOnce(store -> {
            for (int i = 0; i < 5; i++) {
                told.addAll(store.takeDiscarded(US));
            }
        });

        assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(groups);
    }

    /** Parks and discards an entry of each of so many groups. */
    private Set<String> discardGroups(int count) throws IOException {
        List<String> ids = IntStream.range(0, count).mapToObj(i -> "e" + i).toList();
        parked.park(
                US,
                ids.stream()
                        .map(id -> parked().as(id, "group of " + id, TIME, 1))
                        .toList());
        assertThat(parked.discard(Set.copyOf(ids), "ann", "")).isEqualTo(count);
        Set<String> groups = new HashSet<>();
        ids.forEach(id -> groups.add("group of " + id));
        return groups;
    }

    private static ParkedWrite held(String id, long number) {
        return in(ParkedState.HELD).as(id, GROUP, TIME, number);
    }

    /** Ends the call of the observer with an entry that was taken. */
    private void handle(Subscription owner, String id) throws IOException {
        parked.park(owner, List.of(in(ParkedState.HANDLED).as(id)));
    }

    private List<ParkedEntry> entries(String... ids) throws IOException {
        List<ParkedEntry> entries = new ArrayList<>();
        for (String id : ids) {
            entries.add(entry(id));
        }
        return entries;
    }
}
