package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import java.util.function.Supplier;

/**
 * A replay that may begin.
 *
 * @param events notes the time when the replay begins, and gives what opens its events
 * @param rate events a second; infinite for as many as the observer handles
 */
record PreparedReplay(Replays replays, Supplier<Supplier<StoredEvents>> events, double rate) implements Replay {

    @Override
    public Replay perSecond(double most) {
        if (!(most > 0) || Double.isInfinite(most)) {
            throw new IllegalArgumentException(
                    "RTH0556 " + most + " events are to be replayed in a second. Use a number that is"
                            + " more than 0, or leave perSecond(…) out for as many as the observer handles");
        }
        return new PreparedReplay(replays, events, most);
    }

    @Override
    public Running to(String observer) {
        return replays.start(events, rate, observer);
    }
}
