package io.github.rethinkemitter.internal.subscribe;

import static io.github.rethinkemitter.internal.subscribe.FakeTime.BASE;
import static io.github.rethinkemitter.internal.subscribe.SubscriberFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import org.junit.jupiter.api.Test;

class HandledEventsTest {

    @Test
    void aBookmarkHasTheHandledEventsOfALastingSubscription() {
        var handled = handledEvents(true);

        var bookmark = handled.bookmark(BASE, BASE, BASE, true);

        assertThat(bookmark.marks().get("a").next()).isEqualTo(2);
        assertThat(bookmark.seen()).containsExactly(new Seen(BASE, "node"));
    }

    @Test
    void handledEventsAreNotRememberedWithoutALastingPosition() {
        var handled = handledEvents(false);

        var bookmark = handled.bookmark(BASE, BASE, BASE, true);

        assertThat(bookmark.marks()).isEmpty();
        assertThat(bookmark.seen()).isEmpty();
    }

    private static HandledEvents handledEvents(boolean lasting) {
        var handled = new HandledEvents(lasting);
        handled.add(at(0, "a", 1));
        handled.add(at(0, "node"));
        return handled;
    }
}
