package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ChannelStatus.Following;
import io.github.rethinkemitter.ChannelStatus.Link.State;
import io.github.rethinkemitter.EmitterStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What an application of a run says of itself. A child process prints it as a line:
 *
 * <pre>status LINK READY LAG [PROBLEM…]</pre>
 *
 * where the lag is in milliseconds, and all problems are one text.
 */
record ReportedStatus(State link, boolean ready, Duration lag, List<String> problems) {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** What is known of a process that has printed no status yet. */
    static final ReportedStatus NONE =
            new ReportedStatus(State.CONNECTING, false, Duration.ZERO, List.of("it has not printed its status"));

    static ReportedStatus of(ChannelStatus status) {
        Duration lag = status.following().map(Following::lag).orElse(Duration.ZERO);
        return new ReportedStatus(status.link().state(), status.ready(), lag, status.problems());
    }

    /** Reads the words of a line. */
    static ReportedStatus of(String[] words) {
        String problems = String.join(" ", Arrays.asList(words).subList(4, words.length));
        return new ReportedStatus(
                State.valueOf(words[1]),
                Boolean.parseBoolean(words[2]),
                Duration.ofMillis(Long.parseLong(words[3])),
                problems.isEmpty() ? List.of() : List.of(problems));
    }

    private String line() {
        return String.join(
                        " ",
                        "status",
                        link.name(),
                        Boolean.toString(ready),
                        Long.toString(lag.toMillis()),
                        problems.toString())
                .replaceFirst(" \\[\\]$", "");
    }

    /** Prints it again and again until this process ends. */
    static void print(EmitterStatus status) {
        var thread = new Thread(
                () -> {
                    while (true) {
                        System.out.println(of(status.now()).line());
                        LockSupport.parkNanos(INTERVAL.toNanos());
                    }
                },
                "status printer");
        thread.setDaemon(true);
        thread.start();
    }
}
