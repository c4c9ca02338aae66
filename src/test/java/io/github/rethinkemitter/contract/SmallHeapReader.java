package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.JavaProcess;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** A process with a small heap that reads a whole timeline in order, and says how many events there were. It ends when the heap is full. */
final class SmallHeapReader {

    private SmallHeapReader() {}

    /** The number of events that the process has read. Fails when they were not in order. */
    static String read(EmitterOptions options) {
        var jvm = List.of("-Xmx48m", "-XX:+ExitOnOutOfMemoryError");
        try (ChildProcess process = JavaProcess.start(SmallHeapReader.class, jvm, TestApplication.arguments(options))) {
            assertThat(process.awaitExit()).as(() -> process.lines().toString()).isZero();
            return process.lines().get(process.lines().size() - 1);
        }
    }

    /** Runs in the other process. */
    public static void main(String[] arguments) throws Exception {
        try (var application = TestApplication.of(arguments).started();
                var events = application.timeline().events(TimelineQuery.all())) {
            Iterator<RethinkEvent> each = events.iterator();
            long count = 0;
            for (Instant last = Instant.MIN; each.hasNext(); count++) {
                var event = each.next();
                if (event.timestamp().isBefore(last)) {
                    throw new AssertionError(event + " comes after " + last);
                }
                last = event.timestamp();
            }
            System.out.println(
                    count + " events, counted " + application.timeline().count(TimelineQuery.all()));
        }
    }
}
