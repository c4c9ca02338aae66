package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the calls of all observers for those that have not returned in time. Used by one thread. */
final class StuckCallDetector {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SHORTEST = Duration.ofMillis(10).toNanos();
    private static final long LONGEST = Duration.ofSeconds(1).toNanos();

    private final String channel;
    private final List<RegisteredObserver> observers;
    private final Lanes lanes;
    private final ObserverCaller caller;
    private final InFlightEvents events;
    private final DispatchContext.Time time;
    private final @Nullable Duration timeout;
    private final long warnAfter;
    private final long stuckAfter; // others do not wait longer
    private final long interval;
    private final Map<RegisteredObserver, Left> told = new HashMap<>();

    /** What was last said of the events that an observer did not get. */
    private record Left(long events, long at) {}

    /** What one look found, to be acted on without the lock. */
    private static final class Findings {
        private final List<ObserverCall> late = new ArrayList<>();
        private final List<StuckCall> stuck = new ArrayList<>();
        private @Nullable ObserverTask left; // linked, because an allocation might fail and lose one
    }

    StuckCallDetector(
            String channel,
            DispatchSettings settings,
            List<RegisteredObserver> observers,
            Lanes lanes,
            ObserverCaller caller,
            InFlightEvents events,
            DispatchContext.Time time) {
        this.channel = channel;
        this.observers = observers;
        this.lanes = lanes;
        this.caller = caller;
        this.events = events;
        this.time = time;
        this.timeout = settings.timeout();
        this.warnAfter = settings.warnAfter().toNanos();
        long limit = timeout == null ? warnAfter : Math.min(warnAfter, timeout.toNanos());
        this.interval = Math.max(SHORTEST, Math.min(LONGEST, limit / 8));
        // An observer that is interrupted gets the time to return.
        this.stuckAfter = timeout == null ? warnAfter : Math.min(warnAfter, timeout.toNanos() + interval);
    }

    /** How often it should look. */
    long intervalNanos() {
        return interval;
    }

    /** How long a call may take before others no longer wait for it. */
    long stuckAfterNanos() {
        return stuckAfter;
    }

    /** Looks once. */
    void look() {
        long now = time.nanos().getAsLong();
        var findings = new Findings();
        try {
            lanes.forEach(lane -> look(lane, now, findings));
        } finally {
            leave(findings.left);
        }
        for (var call : findings.late) {
            timeOut(call);
        }
        findings.stuck.forEach(caller::stuck);
        lanes.abandoned().forEach(lanes::submit);
        for (var observer : observers) {
            tellRest(observer, now);
        }
    }

    private void look(Lane lane, long now, Findings findings) {
        var call = lane.call;
        var work = lane.current();
        if (call == null || work == null) {
            return;
        }
        long age = now - call.since();
        var thread = call.thread();
        if (call.work() == null) {
            if (age < warnAfter || !lanes.isIdle(warnAfter, now)) {
                return; // waits for a thread, while others get one
            }
        } else if (thread == null) {
            return; // about to leave
        }
        if (timeout != null && call.work() != null && age >= timeout.toNanos()) {
            findings.late.add(call);
        }
        // Of a synchronous observer that is not apart only Dispatcher.takeOver may say so.
        if (!lane.stuck && age >= stuckAfter && (lane.target.observer.async() || lane.apart)) {
            become(lane, findings);
        }
        if (lane.stuck && age >= warnAfter && call.told() == null) {
            var name = thread == null ? "" : thread.getName();
            var stuck = new StuckCall(work, since(age), call.since(), name);
            findings.stuck.add(stuck);
            call.tell(stuck);
        }
    }

    private void become(Lane lane, Findings findings) {
        var cut = lane.becomesStuck(events);
        if (cut != null) {
            var last = cut;
            while (last.next != null) {
                last = last.next;
            }
            last.next = findings.left;
            findings.left = cut;
        }
    }

    private Instant since(long age) {
        return time.clock().instant().minusNanos(age);
    }

    private void leave(@Nullable ObserverTask first) {
        for (var work = first; work != null; ) {
            var following = work.next;
            work.next = null;
            work.target.left.incrementAndGet();
            events.end(work, false);
            work = following;
        }
    }

    private void timeOut(ObserverCall call) {
        var thread = call.thread();
        var work = call.work();
        if (timeout == null || work == null || thread == null) {
            return;
        }
        var trace = thread.getStackTrace(); // before the interrupt, after which it shows nothing of use
        if (call.timeOut()) {
            caller.timedOut(work, timeout, trace);
        }
    }

    private void tellRest(RegisteredObserver observer, long now) {
        int more = observer.failures.overdue(now);
        if (more > 0) {
            Log.observerFailedMore(observer, more);
        }
        long left = observer.left.get();
        var last = told.get(observer);
        if (left > 0 && (last == null || (last.events() < left && now - last.at() >= MINUTE))) {
            told.put(observer, new Left(left, now));
            Log.leftUnhandled(channel, observer, left);
        }
    }
}
