package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.ParkedWrites.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.FailureCause;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import io.github.rethinkemitter.support.server.ContractTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people ask for among the events that observers failed on, and what they do with them. */
@Timeout(90)
@ContractTest
class ParkedEntriesTest extends SubscriberFixture {

    private static final Set<ParkedState> ALL = EnumSet.allOf(ParkedState.class);

    @Test
    void entriesOfAllOwnersAreFoundByStateAndThenFromThoseThatChangedFirst() throws Exception {
        storeInEachState();
        parked.park(BILLS, List.of(parked().as("bill")));
        outside.value("r.table('events_parked').get('bill').update({last: r.epochTime(1)})");

        List<ParkedEntry> found = parked.find(filter(ALL), null, 100);

        assertThat(found)
                .extracting(ParkedEntry::id)
                .containsExactly("DISCARDED", "HANDLED", "HELD", "bill", "PARKED", "REDRIVING", "WAITING");
        assertThat(found).allSatisfy(entry -> assertThat(parked.get(entry.id())).contains(entry));
        assertThat(parked.count(filter(ALL))).isEqualTo(7);
        assertThat(parked.get("absent")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ParkedState.class)
    void entriesOfOneStateAreFound(ParkedState state) throws Exception {
        storeInEachState();

        assertThat(found(filter(Set.of(state)))).containsExactly(state.name());
        assertThat(parked.count(filter(Set.of(state)))).isEqualTo(1);
    }

    @Test
    void pagesNeitherSkipNorRepeatEntriesWhileOthersOfTheSameTimeArrive() throws Exception {
        var states = Set.of(ParkedState.PARKED, ParkedState.HELD);
        store(0, 60, ParkedState.PARKED);
        store(100, 130, ParkedState.HELD);
        List<String> stored = found(filter(states));
        List<String> paged = new ArrayList<>();

        ParkedEntry last = null;
        for (int page = 0; page < 50; page++) {
            List<ParkedEntry> entries = parked.find(filter(states), last, 7);
            entries.forEach(entry -> paged.add(entry.id()));
            if (entries.isEmpty()) {
                break;
            }
            last = entries.get(entries.size() - 1);
            if (page < 3) {
                store(200 + page, 201 + page, ParkedState.PARKED);
                store(300 + page, 301 + page, ParkedState.HELD);
            }
        }

        assertThat(stored).hasSize(90);
        assertThat(paged).doesNotHaveDuplicates().containsSubsequence(stored);
    }

    // With ids as long as a primary key may be, so that the entries of the index are cut off, and with one time.
    private void store(int from, int to, ParkedState state) throws IOException {
        List<ParkedWrite> writes = IntStream.range(from, to)
                .mapToObj(i -> in(state).as("x".repeat(122) + String.format(Locale.ROOT, "%04d", i)))
                .toList();
        parked.park(US, writes);
        outside.value("r.table('events_parked').update({last: r.epochTime(1000.125)})");
    }

    @ParameterizedTest
    @CsvSource({
        "com.example.NoRoomException, 'a,b'",
        "NoRoomException, 'a,b,d'",
        "example.NoRoomException, ''",
        "Orders$NoRoomException, c",
        "RoomException, ''",
        "Missing, ''"
    })
    void entriesOfAFailureAreFoundByItsFullNameAndByThePartAfterTheLastDot(String cause, String ids) throws Exception {
        parked.park(
                US,
                List.of(
                        failed("com.example.NoRoomException").as("a"),
                        failed("com.example.NoRoomException").as("b"),
                        failed("com.example.Orders$NoRoomException").as("c"),
                        failed("NoRoomException").as("d"),
                        parked().cause(null).as("e")));

        assertThat(found(new ParkedFilter(ALL, null, null, cause, null)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ids.split(","))
                        .filter(id -> !id.isEmpty())
                        .toList());
    }

    private static ParkedWrites failed(String type) {
        return parked().cause(new FailureCause(type, "", ""));
    }

    @Test
    void entriesOfTopicsThatAPatternMatchesAreFound() throws Exception {
        List<String> topics = List.of(
                "a",
                "a.b",
                "a.b.c",
                "a.x.c",
                "a.b.b.c",
                "b",
                "ab",
                "a.",
                ".a",
                "a..c",
                "..",
                ".",
                "A.b",
                "a\nb.c",
                "a_b",
                "a+b (c)",
                "aXb (c)",
                "\\Qa.b\\E",
                "é.😀",
                "a.\u0000",
                "*",
                "a.*",
                "$reql_type$",
                "a.b\n");
        List<ParkedWrite> writes = new ArrayList<>();
        topics.forEach(topic -> writes.add(parked().topic(topic).as("id " + writes.size())));
        parked.park(US, writes);

        for (String pattern : List.of(
                "a",
                "a.b",
                "*",
                "**",
                "a.*",
                "*.*",
                "a.**",
                "**.c",
                "a.**.c",
                "a.*.c",
                "**.b.**",
                "*.**",
                "**.**",
                "**.*",
                ".*",
                "*.",
                "a..*",
                "a_b",
                "a+b (c)",
                "a+b (c).**",
                "\\Qa.*",
                "\\Qa.**",
                "é.*",
                "*.😀",
                "a.b.c.d",
                "**.b.**.c",
                "*.*.*",
                "$reql_type$",
                "$reql_type$.**")) {
            Stream<String> matching = topics.stream().filter(TopicPattern.of(pattern)::matches);

            assertThat(parked.find(new ParkedFilter(ALL, null, pattern, null, null), null, 100))
                    .as(pattern)
                    .extracting(entry -> entry.event().topic())
                    .containsExactlyInAnyOrderElementsOf(matching.toList());
        }
    }

    @Test
    void entriesThatWereStoredSoLongAgoAreFound() throws Exception {
        parked.park(US, List.of(parked().as("new"), parked().as("old")));
        outside.value("r.table('events_parked').get('old').update({first: r.now().sub(60)})");

        assertThat(found(olderThan(Duration.ofSeconds(50)))).containsExactly("old");
        assertThat(found(olderThan(Duration.ofHours(1)))).isEmpty();
        assertThat(found(olderThan(Duration.ofSeconds(Long.MAX_VALUE)))).isEmpty();
        assertThat(found(olderThan(Duration.ZERO))).hasSize(2);
    }

    private static ParkedFilter olderThan(Duration age) {
        return new ParkedFilter(ALL, null, null, null, age);
    }

    @Test
    void whatAFilterSaysCountsTogether() throws Exception {
        parked.park(
                US,
                List.of(
                        parked().as("all"),
                        parked().observer("other").as("observer"),
                        parked().topic("order.gone").as("topic"),
                        parked().cause(null).as("cause"),
                        in(ParkedState.HANDLED).as("state")));
        var filter = new ParkedFilter(
                Set.of(ParkedState.PARKED), "billing", "*.placed", "Orders$RefusedException", Duration.ZERO);

        assertThat(found(filter)).containsExactly("all");
        assertThat(parked.count(filter)).isEqualTo(1);
    }

    @Test
    void anEntryOfALaterVersionIsNotFound() throws Exception {
        storeInEachState();
        outside.value("r.table('events_parked').get('HELD').update({v: 2})");

        assertThat(found(filter(ALL))).hasSize(5);
        assertThat(parked.count(filter(ALL))).isEqualTo(5);
    }

    @Test
    void anEntryOfALaterVersionIsNeitherRedrivenNorDiscardedNorDeleted() throws Exception {
        storeInEachState();
        outside.value("r.table('events_parked').update({v: 2, last: r.epochTime(1)})");
        var before = outside.rows("r.table('events_parked').orderBy('id')");
        var dueIn = new LinkedHashMap<String, Duration>();
        ALL.forEach(state -> dueIn.put(state.name(), Duration.ZERO));

        assertThat(List.of(
                        parked.redrive(dueIn, "ann"),
                        parked.discard(dueIn.keySet(), "ann", ""),
                        parked.forgetDone(Duration.ofMinutes(1), 9)))
                .containsExactly(0, 0, 0);
        assertThat(outside.rows("r.table('events_parked').orderBy('id')")).isEqualTo(before);
    }

    @Test
    void anEntryThatSomebodyHasDamagedIsNamed() throws Exception {
        storeInEachState();
        outside.value("r.table('events_parked').get('HELD').update({event: 5})");

        assertThatThrownBy(() -> parked.find(filter(ALL), null, 10))
                .hasMessageContainingAll("RTH0233", "\"HELD\"", ".get(\"HELD\").delete()");
    }

    @Test
    void parkedEntriesAreRedrivenEachAtItsTime() throws Exception {
        storeInEachState();
        Map<String, ParkedEntry> before = entries();
        Map<String, Duration> dueIn = new LinkedHashMap<>();
        before.keySet().forEach(id -> dueIn.put(id, Duration.ofMillis(1500)));
        dueIn.put("absent", Duration.ZERO);

        int redriven = parked.redrive(dueIn, "ann \ud800");
        int again = parked.redrive(dueIn, "bob");

        assertThat(List.of(redriven, again, parked.redrive(Map.of(), "bob"))).containsExactly(1, 0, 0);
        Map<String, ParkedEntry> after = entries();
        Instant now = after.get("PARKED").last();
        assertThat(now).isBetween(before.get("PARKED").last(), session.now());
        assertThat(after.get("PARKED").due()).isEqualTo(now.plusMillis(1500));
        ParkedEntry entry = after.get("PARKED");
        assertThat(List.of(entry.state(), entry.attempts(), entry.by(), entry.first(), entry.event()))
                .containsExactly(
                        ParkedState.WAITING,
                        0,
                        "ann \\ud800",
                        before.get("PARKED").first(),
                        before.get("PARKED").event());
        assertOthersAreAsBefore(before, Set.of("PARKED"));
    }

    @Test
    void waitingParkedAndHeldEntriesAreDiscarded() throws Exception {
        storeInEachState();
        Map<String, ParkedEntry> before = entries();
        Set<String> ids = Set.of("WAITING", "PARKED", "HELD", "REDRIVING", "HANDLED", "DISCARDED", "absent");

        int discarded = parked.discard(ids, "ann", "customer \"is\" gone");
        int again = parked.discard(ids, "bob", "");

        assertThat(List.of(discarded, again, parked.discard(Set.of(), "bob", "")))
                .containsExactly(3, 0, 0);
        Map<String, ParkedEntry> after = entries();
        for (String id : List.of("WAITING", "PARKED", "HELD")) {
            ParkedEntry entry = after.get(id);
            assertThat(List.of(entry.state(), entry.by(), entry.note(), entry.attempts()))
                    .containsExactly(ParkedState.DISCARDED, "ann", "customer \"is\" gone", 3);
            assertThat(entry.last()).isBetween(before.get(id).last(), session.now());
            assertThat(entry.due()).isNull();
        }
        assertOthersAreAsBefore(before, Set.of("WAITING", "PARKED", "HELD"));
    }

    private void assertOthersAreAsBefore(Map<String, ParkedEntry> before, Set<String> changed) throws IOException {
        var others = new LinkedHashMap<>(before);
        others.keySet().removeAll(changed);
        var after = entries();
        after.keySet().removeAll(changed);
        assertThat(after).isEqualTo(others).hasSize(6 - changed.size());
    }

    @Test
    void entriesThatHaveBeenDoneForLongAreDeletedSomeAtATime() throws Exception {
        storeInEachState();
        parked.park(
                US,
                List.of(
                        in(ParkedState.HANDLED).as("h1"),
                        in(ParkedState.HANDLED).as("h2"),
                        in(ParkedState.DISCARDED).as("d1"),
                        in(ParkedState.DISCARDED).as("d2")));
        parked.park(BILLS, List.of(in(ParkedState.HANDLED).as("h3")));
        outside.value("r.table('events_parked').update({last: r.now().sub(100)})");
        outside.value("r.table('events_parked').getAll('HANDLED', 'DISCARDED').update({last: r.now()})");
        Duration keep = Duration.ofMinutes(1);

        List<Integer> deleted = List.of(
                parked.forgetDone(keep, 1),
                parked.forgetDone(keep, 2),
                parked.forgetDone(keep, 9),
                parked.forgetDone(keep, 9));

        assertThat(deleted).containsExactly(1, 2, 2, 0);
        assertThat(entries().keySet())
                .containsExactlyInAnyOrder("WAITING", "PARKED", "HELD", "REDRIVING", "HANDLED", "DISCARDED");
    }

    private void storeInEachState() throws IOException {
        for (ParkedState state : ParkedState.values()) {
            Duration dueIn = state == ParkedState.WAITING ? Duration.ofHours(1) : null;
            parked.park(
                    US, List.of(new ParkedWrites(state, 3, dueIn, "billing", "order.placed", CAUSE).as(state.name())));
        }
    }

    private Map<String, ParkedEntry> entries() throws IOException {
        Map<String, ParkedEntry> entries = new LinkedHashMap<>();
        parked.find(filter(ALL), null, 100).forEach(entry -> entries.put(entry.id(), entry));
        return entries;
    }

    private List<String> found(ParkedFilter filter) throws IOException {
        return parked.find(filter, null, 1000).stream().map(ParkedEntry::id).toList();
    }

    private static ParkedFilter filter(Set<ParkedState> states) {
        return new ParkedFilter(states, null, null, null, null);
    }
}
