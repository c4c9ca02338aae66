package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.ParkedWrites.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.FailureCause;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server with observers stores about events that they fail on, and how it takes them up again. */
@Timeout(90)
@ContractTest
class ParkedTableTest extends SubscriberFixture {

    @BeforeEach
    void haveThePosition() throws Exception {
        session.claim(US);
        Instant now = session.now();
        save(US, new Bookmark(now, now, now, false, Map.of(), List.of(), false, 0));
    }

    @Test
    void storingAgainAfterALostAnswerChangesNothing() throws Exception {
        parked.park(US, List.of(parked().as("a")));
        ParkedEntry first = entry("a");

        parked.park(US, List.of(parked().attempts(9).as("a"), parked().as("b")));

        assertThat(entry("a")).isEqualTo(first);
        assertThat(entry("b").attempts()).isEqualTo(3);
    }

    @Test
    void anEntryThatWasRedrivenMeanwhileIsNotOverwritten() throws Exception {
        parked.park(US, List.of(parked().as("a")));
        parked.redrive(Map.of("a", NOW), "ann");
        ParkedEntry redriven = entry("a");

        parked.park(US, List.of(parked().as("a")));

        assertThat(entry("a")).isEqualTo(redriven);
    }

    @Test
    void anEntryThatThisProcessHoldsGetsTheOutcomeAndIsHeldNoLonger() throws Exception {
        parked.park(US, List.of(waiting(NOW).as("a"), waiting(NOW).as("b")));
        ParkedEntry before = entry("a");
        parked.takeDue(US, 9);
        var cause = new FailureCause("Other", "", "");

        parked.park(
                US,
                List.of(
                        parked().attempts(4).cause(cause).as("a"),
                        waiting(NOW).attempts(5).as("b")));

        ParkedEntry after = entry("a");
        assertThat(after.last()).isAfterOrEqualTo(before.last());
        assertThat(after)
                .isEqualTo(new ParkedEntry(
                        "a",
                        before.owner(),
                        before.observer(),
                        before.event(),
                        ParkedState.PARKED,
                        ParkedReason.FAILED,
                        4,
                        before.first(),
                        after.last(),
                        null,
                        cause,
                        null,
                        null));
        assertThat(parked.takeDue(US, 9)).extracting(ParkedEntry::attempts).containsExactly(6);
        assertThat(holder("a")).isEqualTo("nobody");
    }

    @Test
    void theLastFailureOfAnEntryThatIsHandledInTheEndIsKept() throws Exception {
        parked.park(US, List.of(waiting(NOW).as("a")));
        parked.takeDue(US, 9);

        parked.park(US, List.of(in(ParkedState.HANDLED).cause(null).as("a")));

        assertThat(entry("a").state()).isEqualTo(ParkedState.HANDLED);
        assertThat(entry("a").cause()).isEqualTo(CAUSE);
    }

    @Test
    void anEntryWhoseOutcomeIsAnotherCallStaysHeld() throws Exception {
        parked.hold(US, List.of(calling(1).as("a")));

        parked.park(US, List.of(calling(2).as("a")));

        assertThat(holder("a")).isEqualTo(US.owner());
        assertThat(entry("a").attempts()).isEqualTo(2);
    }

    @Test
    void anEntryThatAnotherProcessHoldsIsLeftAsItIs() throws Exception {
        parked.hold(THEM, List.of(calling(1).as("a")));
        ParkedEntry held = entry("a");

        parked.park(US, List.of(parked().as("a")));
        parked.forget(US, Set.of("a"));

        assertThat(entry("a")).isEqualTo(held);
        assertThat(holder("a")).isEqualTo("another");
    }

    @Test
    void holdingNamesTheEntriesThatWereThereAndLeavesThemAsTheyAre() throws Exception {
        parked.park(US, List.of(parked().as("parked")));
        parked.hold(THEM, List.of(calling(1).as("theirs")));
        List<ParkedWrite> calls = List.of(
                calling(7).as("new"), calling(7).as("parked"), calling(7).as("theirs"));

        Set<String> others = parked.hold(US, calls);
        Set<String> again = parked.hold(US, calls);

        assertThat(others).isEqualTo(Set.of("parked", "theirs")).isEqualTo(again);
        assertThat(entry("new").state()).isEqualTo(ParkedState.REDRIVING);
        assertThat(entry("new").attempts()).isEqualTo(7);
        assertThat(List.of(holder("new"), holder("theirs"))).containsExactly(US.owner(), "another");
        assertThat(entry("parked").state()).isEqualTo(ParkedState.PARKED);
        assertThat(parked.hold(US, List.of())).isEmpty();
    }

    @Test
    void forgettingDeletesWhatThisProcessHolds() throws Exception {
        parked.hold(US, List.of(calling(1).as("a"), calling(1).as("b")));
        parked.park(US, List.of(parked().as("c")));

        parked.forget(US, Set.of("a", "c", "absent"));
        parked.forget(US, Set.of());

        assertThat(parked.get("a")).isEmpty();
        assertThat(List.of(entry("b").state(), entry("c").state()))
                .containsExactly(ParkedState.REDRIVING, ParkedState.PARKED);
    }

    @Test
    void whatIsDueIsTakenInTheOrderInWhichItWasDue() throws Exception {
        List<ParkedWrite> writes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            writes.add(waiting(NOW).as(id(i)));
        }
        parked.park(US, writes);
        outside.value(
                "r.table('events_parked').update(e => r.expr({due: r.now().sub(e('id').slice(0, 4).coerceTo('number'))}))");
        parked.park(US, List.of(waiting(Duration.ofHours(1)).as("later"), parked().as("parked")));
        parked.park(BILLS, List.of(waiting(NOW).as("bill")));

        List<ParkedEntry> first = parked.takeDue(US, 300);
        List<ParkedEntry> rest = parked.takeDue(US, 300);

        assertThat(first).extracting(ParkedEntry::id).containsExactlyElementsOf(ids(499, 200));
        assertThat(rest).extracting(ParkedEntry::id).containsExactlyElementsOf(ids(199, 0));
        assertThat(parked.takeDue(US, 300)).isEmpty();
        assertThat(first.get(0)).isEqualTo(entry(id(499)));
        assertThat(first).allSatisfy(entry -> {
            assertThat(entry.state()).isEqualTo(ParkedState.REDRIVING);
            assertThat(entry.attempts()).isEqualTo(2);
            assertThat(entry.due()).isNull();
        });
    }

    private static List<String> ids(int from, int downTo) {
        return IntStream.rangeClosed(downTo, from)
                .mapToObj(i -> id(from + downTo - i))
                .toList();
    }

    // As long as a primary key may be, so that the entries of the index are cut off.
    private static String id(int number) {
        return String.format(Locale.ROOT, "%04d", number) + "x".repeat(122);
    }

    @Test
    void nothingIsTakenOnceAnotherProcessHasTakenOverThePosition() throws Exception {
        parked.park(US, List.of(waiting(NOW).as("a")));
        session.claim(THEM);

        List<ParkedEntry> ours = parked.takeDue(US, 9);
        List<ParkedEntry> theirs = parked.takeDue(THEM, 9);

        assertThat(ours).isEmpty();
        assertThat(theirs).extracting(ParkedEntry::id).containsExactly("a");
    }

    @Test
    void whatIsDueIsTakenAsLongAsNobodyHasAPosition() throws Exception {
        outside.value("r.table('events_positions').delete()");
        parked.park(US, List.of(waiting(NOW).as("a")));

        assertThat(parked.takeDue(US, 9)).hasSize(1);
    }

    @Test
    void anEntryIsTakenOnceByWhoeverAsksAtTheSameTime() throws Exception {
        parked.park(
                US,
                IntStream.range(0, 200).mapToObj(i -> waiting(NOW).as("a" + i)).toList());
        var taken = new ConcurrentLinkedQueue<String>();

        byTwoAtOnce(store -> {
            for (int i = 0; i < 20; i++) {
                store.takeDue(US, 20).forEach(entry -> taken.add(entry.id()));
            }
        });

        assertThat(taken).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void entriesThatNobodyCallsTheObserverWithWaitAgain() throws Exception {
        parked.hold(US, List.of(calling(5).as("known"), calling(5).as("lost")));
        parked.hold(THEM, List.of(calling(5).as("theirs")));
        parked.hold(BILLS, List.of(calling(5).as("bill")));
        parked.park(US, List.of(parked().as("parked")));
        List<ParkedEntry> others = List.of(entry("known"), entry("bill"), entry("parked"));
        Instant before = session.now();

        parked.release(US, Set.of("known", "theirs"));

        assertThat(List.of(entry("known"), entry("bill"), entry("parked"))).isEqualTo(others);
        for (ParkedEntry released : List.of(entry("lost"), entry("theirs"))) {
            assertThat(released.state()).isEqualTo(ParkedState.WAITING);
            assertThat(released.due()).isBetween(before, session.now()).isEqualTo(released.last());
            assertThat(holder(released.id())).isEqualTo("nobody");
        }
        assertThat(List.of(entry("lost").attempts(), entry("theirs").attempts()))
                .containsExactly(4, 5);
        assertThat(parked.takeDue(US, 9)).extracting(ParkedEntry::id).containsExactlyInAnyOrder("lost", "theirs");
    }

    @Test
    void nothingWaitsAgainOnceAnotherProcessHasTakenOverThePosition() throws Exception {
        parked.hold(US, List.of(calling(5).as("ours")));
        session.claim(THEM);

        parked.release(US, Set.of());
        ParkedState byUs = entry("ours").state();
        parked.release(THEM, Set.of());

        assertThat(List.of(byUs, entry("ours").state())).containsExactly(ParkedState.REDRIVING, ParkedState.WAITING);
    }

    @Test
    void whatWasChangedSinceThePositionIsNamedInWhateverStateItIs() throws Exception {
        List<ParkedWrite> writes = new ArrayList<>(List.of(parked().as("old"), parked().as("older")));
        for (ParkedState state : ParkedState.values()) {
            writes.add(in(state).as(state.name()));
        }
        parked.park(US, writes);
        parked.park(BILLS, List.of(parked().as("bill")));
        outside.value("r.table('events_parked').getAll('old', 'older').update({last: r.epochTime(1000)})");

        assertThat(parked.changedSincePosition(US, 100))
                .containsExactlyInAnyOrder("DISCARDED", "HANDLED", "HELD", "PARKED", "REDRIVING", "WAITING");
        assertThat(parked.changedSincePosition(US, 2)).hasSize(2);
        outside.value("r.table('events_positions').delete()");
        assertThat(parked.changedSincePosition(US, 100)).isEmpty();
    }

    @Test
    void anEntryOfALaterVersionIsLeftAlone() throws Exception {
        parked.park(US, List.of(waiting(NOW).as("a")));
        parked.hold(THEM, List.of(calling(1).as("b")));
        outside.value("r.table('events_parked').update({v: 2})");

        parked.release(US, Set.of());

        assertThat(parked.takeDue(US, 9)).isEmpty();
        assertThat(holder("b")).isEqualTo("another");
    }

    private String holder(String id) {
        return outside.value("r.table('events_parked').get('" + id + "')('holder').default('nobody')")
                .asText();
    }
}
