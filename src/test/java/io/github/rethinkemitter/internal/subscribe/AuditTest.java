package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.Beginning;
import io.github.rethinkemitter.internal.config.Beginning.HistoryLost;
import io.github.rethinkemitter.internal.config.Start;
import io.github.rethinkemitter.internal.flow.Stored;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed that stays open and brings nothing is noticed. */
class AuditTest extends SubscriberFixture {

    private static final long LATER = AUDIT.toNanos();
    private static final Stored EVENT = at(9_000, "a", 2);

    @BeforeEach
    void begin() {
        start(new Beginning(null, new Start.Now(), HistoryLost.EARLIEST));
    }

    @Test
    void anEventThatTheFeedNeverBringsLeadsToANewFeed() throws Exception {
        var deaf = script().ready().live(at(1, "a", 1)).silence(AUDIT).silence();
        deaf.table.addAll(List.of(at(1, "a", 1), EVENT));

        FollowEnd end = follow(deaf.then(() -> signals.told.add("went on")));
        follow(script().initial(at(1, "a", 1), EVENT).ready());

        assertThat(end).isInstanceOf(FollowEnd.Overflow.class);
        assertThat(deaf.closed).isTrue();
        assertThat(signals.told).doesNotContain("went on");
        assertThat(observed()).containsExactly("a1", "a2");
    }

    @Test
    void aNodeDocumentThatTheFeedNeverBringsDoesToo() throws Exception {
        var deaf = script().ready().silence(AUDIT).silence();
        deaf.table.add(at(9_000, "node"));

        FollowEnd end = follow(deaf);

        assertThat(end).isInstanceOf(FollowEnd.Overflow.class);
    }

    @Test
    void anEventThatComesLateDoesNot() throws Exception {
        var slow =
                script().ready().live(at(1, "a", 1)).silence(AUDIT).live(EVENT).silence(AUDIT);
        slow.table.addAll(List.of(at(1, "a", 1), EVENT));

        FollowEnd end = follow(slow);

        assertThat(end).isInstanceOf(FollowEnd.Lost.class);
        assertThat(slow.audits).isEqualTo(2);
        assertThat(observed()).containsExactly("a1", "a2");
    }

    @Test
    void aBusyFeedIsNotJudgedBeforeItHasBroughtAll() throws Exception {
        var busy = script().ready().silence(AUDIT).live(at(9_000, "node"), at(9_001, "node too"), EVENT);
        busy.table.addAll(List.of(at(9_000, "node"), at(9_001, "node too"), EVENT));

        FollowEnd end = follow(busy.silence());

        assertThat(end).isInstanceOf(FollowEnd.Lost.class);
    }

    @Test
    void whatIsOlderThanTheFeedReachesBackIsNoSign() {
        var audit = new Audit(event -> false, AUDIT, 0);

        audit.looked(List.of(at(-1, "node")), FakeTime.BASE, 0);
        boolean older = audit.isDeaf(LATER);
        audit.looked(List.of(at(0, "node")), FakeTime.BASE, 0);

        assertThat(older).isFalse();
        assertThat(audit.isDeaf(LATER)).isTrue();
    }

    @Test
    void whatWasKnownWhenItWasLookedUpIsNoSignWhenItIsForgottenLater() {
        var known = new boolean[] {true};
        var audit = new Audit(event -> known[0], AUDIT, 0);

        audit.looked(List.of(EVENT), FakeTime.BASE, 0);
        known[0] = false;

        assertThat(audit.isDeaf(LATER)).isFalse();
    }

    @Test
    void whatMayBeUnderWayIsWaitedForBeforeItIsASign() {
        var audit = new Audit(event -> false, AUDIT, 0);
        audit.looked(List.of(EVENT), FakeTime.BASE, 0);

        boolean atOnce = audit.isDeaf(0);
        long wait = audit.nanosUntilDue(0);

        assertThat(atOnce).isFalse();
        assertThat(audit.isDeaf(wait)).isTrue();
    }

    @Test
    void aSecondLookWaitsUntilTheFirstIsSettled() {
        var known = new boolean[1];
        var audit = new Audit(event -> known[0], AUDIT, 0);
        audit.looked(List.of(EVENT), FakeTime.BASE, 0);

        boolean suspicious = audit.isDue(LATER);
        known[0] = true;

        assertThat(suspicious).isFalse();
        assertThat(audit.isDue(LATER)).isTrue();
    }
}
