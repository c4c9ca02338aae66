package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ParkedEvents;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** For tests of what an application does with parked events: its first session has a table of them in memory. */
abstract class ParkedEventsFixture {

    @AutoClose
    final ChannelFixture fixture = new ChannelFixture();

    final InMemoryParkedStore table = new InMemoryParkedStore();

    @BeforeEach
    void oneSessionHasTheTable() {
        var session = new InMemorySession();
        session.parked = table;
        fixture.store.thenOpen(session);
    }

    /** Of an application that has no observers, and has not started yet. */
    final ParkedEvents parked() {
        return fixture.prepare().of("").parked();
    }
}
