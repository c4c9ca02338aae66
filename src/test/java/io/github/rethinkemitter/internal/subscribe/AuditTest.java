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
        var audit = new Audit(event -> false);

        audit.looked(List.of(at(-1, "node")), FakeTime.BASE);
        boolean older = audit.isDeaf();
        audit.looked(List.of(at(0, "node")), FakeTime.BASE);

        assertThat(older).isFalse();
        assertThat(audit.isDeaf()).isTrue();
    }

    @Test
    void whatWasKnownWhenItWasLookedUpIsNoSignWhenItIsForgottenLater() {
        var known = new boolean[] {true};
        var audit = new Audit(event -> known[0]);

        audit.looked(List.of(EVENT), FakeTime.BASE);
        known[0] = false;

        assertThat(audit.isDeaf()).isFalse();
    }

    @Test
    void aSignIsJudgedOnce() {
        var audit = new Audit(event -> false);
        audit.looked(List.of(EVENT), FakeTime.BASE);

        boolean first = audit.isDeaf();
        boolean second = audit.isDeaf();

        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }
}
