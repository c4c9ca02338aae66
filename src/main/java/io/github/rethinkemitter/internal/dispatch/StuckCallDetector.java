package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.internal.config.DispatchSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for calls of observers that have not returned in time. Used by the watch thread. */
final class StuckCallDetector {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SHORTEST_INTERVAL = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_INTERVAL = Duration.ofSeconds(1).toNanos();

    private final String channel;
    private final List<RegisteredObserver> observers;
    private final Lanes lanes;
    private final ObserverCaller caller;
    private final DispatchContext.Time time;
    private final @Nullable Duration timeout;
    private final long warnAfter;
    private final long stuckAfter;
    private final long interval;
    private final Map<RegisteredObserver, NotGiven> lastLogged = new HashMap<>();

    /** What was last logged about the events that an observer did not get. */
    private record NotGiven(long events, long at) {}

    /** What one look found. It is acted on without the lock of the lanes. */
    private static final class Findings {
        private final List<ObserverCall> timedOut = new ArrayList<>();
        private final List<StuckCall> stuck = new ArrayList<>();
        private @Nullable ObserverTask firstNotHeld; // linked, because adding to a list may fail and lose a task
    }

    StuckCallDetector(
            String channel,
            DispatchSettings settings,
            List<RegisteredObserver> observers,
            Lanes lanes,
            ObserverCaller caller,
            DispatchContext.Time time) {
        this.channel = channel;
        this.observers = observers;
        this.lanes = lanes;
        this.caller = caller;
        this.time = time;
        this.timeout = settings.timeout();
        this.warnAfter = settings.warnAfter().toNanos();
        long limit = timeout == null ? warnAfter : Math.min(warnAfter, timeout.toNanos());
        this.interval = Math.max(SHORTEST_INTERVAL, Math.min(LONGEST_INTERVAL, limit / 8));
        // An observer that is interrupted at its timeout has one interval to return.
        this.stuckAfter = timeout == null ? warnAfter : Math.min(warnAfter, timeout.toNanos() + interval);
    }

    /** How often to look. */
    long intervalNanos() {
        return interval;
    }

    /** How long a call may take until it is stuck: the dispatching and other events do not wait for it any longer. */
    long stuckAfterNanos() {
        return stuckAfter;
    }

    /** Looks once at all calls. */
    void look() {
        long now = time.nanos().getAsLong();
        var findings = new Findings();
        try {
            lanes.forEach(lane -> look(lane, now, findings));
        } finally {
            leaveUnhandled(findings.firstNotHeld);
        }
        for (var call : findings.timedOut) {
            timeOut(call);
        }
        findings.stuck.forEach(caller::stuck);
        lanes.abandoned().forEach(lanes::submit);
        for (var observer : observers) {
            logWhatWasHeldBack(observer, now);
        }
    }

    private void look(Lane lane, long now, Findings findings) {
        var call = lane.call;
        var task = lane.current();
        if (call == null || task == null) {
            return;
        }
        long age = now - call.since();
        var thread = call.thread();
        boolean begun = call.task() != null;
        if (begun && thread == null) {
            return; // it has returned, and is about to leave the lane
        }
        if (!begun && (age < warnAfter || !lanes.hasExecutorBegunNothingFor(warnAfter, now))) {
            return; // it waits for a thread while others get one: the executor is busy, not stuck
        }
        if (begun && timeout != null && age >= timeout.toNanos()) {
            findings.timedOut.add(call);
        }
        // The call of a synchronous observer becomes stuck only after the dispatching was taken over from its thread.
        if (!lane.stuck && age >= stuckAfter && (lane.target.observer.async() || lane.detached)) {
            becomeStuck(lane, findings);
        }
        if (lane.stuck && age >= warnAfter && call.reportedAsStuck() == null) {
            var since = time.clock().instant().minusNanos(age);
            var stuck = new StuckCall(task, since, call.since(), thread == null ? "" : thread.getName());
            findings.stuck.add(stuck);
            call.reportedAs(stuck);
        }
    }

    private static void becomeStuck(Lane lane, Findings findings) {
        var notHeld = lane.becomeStuck();
        if (notHeld != null) {
            var last = notHeld;
            while (last.next != null) {
                last = last.next;
            }
            last.next = findings.firstNotHeld;
            findings.firstNotHeld = notHeld;
        }
    }

    private void leaveUnhandled(@Nullable ObserverTask first) {
        for (var task = first; task != null; ) {
            var following = task.next;
            task.next = null;
            caller.leaveUnhandled(task);
            task = following;
        }
    }

    private void timeOut(ObserverCall call) {
        var thread = call.thread();
        var task = call.task();
        if (timeout == null || task == null || thread == null) {
            return;
        }
        var trace =
                thread.getStackTrace(); // taken now: after the interrupt the observer has left the place it waits at
        if (call.timeOut()) {
            caller.timedOut(task, timeout, trace);
        }
    }

    private void logWhatWasHeldBack(RegisteredObserver observer, long now) {
        int more = observer.failures.overdue(now);
        if (more > 0) {
            Log.observerFailedMore(observer, more);
        }
        long notGiven = observer.notGiven.get();
        var last = lastLogged.get(observer);
        if (notGiven > 0 && (last == null || (last.events() < notGiven && now - last.at() >= MINUTE))) {
            lastLogged.put(observer, new NotGiven(notGiven, now));
            Log.notGiven(channel, observer, notGiven);
        }
    }
}
