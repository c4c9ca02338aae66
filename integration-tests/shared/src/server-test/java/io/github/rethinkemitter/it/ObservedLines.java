package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.function.Predicate;

/** The lines that the observers of a server add from a certain time on, without those of lifecycle events. */
final class ObservedLines {

    private final ServerInstance server;
    private final String context;
    private final Predicate<String> wanted;
    private final int before;

    private ObservedLines(ServerInstance server, String context, Predicate<String> wanted, int before) {
        this.server = server;
        this.context = context;
        this.wanted = wanted;
        this.before = before;
    }

    /** The wanted lines since the start of the server. */
    static ObservedLines all(ServerInstance server, String context, Predicate<String> wanted) {
        return new ObservedLines(server, context, wanted, 0);
    }

    /** The lines from now on. */
    static ObservedLines from(ServerInstance server, String context) {
        return from(server, context, line -> true);
    }

    /** The wanted lines from now on. */
    static ObservedLines from(ServerInstance server, String context, Predicate<String> wanted) {
        int before = all(server, context, wanted).now().size();
        return new ObservedLines(server, context, wanted, before);
    }

    /** Waits until the lines are exactly these, in any order. */
    void awaitExactly(List<String> lines) {
        await().atMost(ServerInstance.TIMEOUT)
                .untilAsserted(() -> assertThat(now()).containsExactlyInAnyOrderElementsOf(lines));
    }

    /** Waits until the lines are exactly these, in this order. */
    void awaitInOrder(List<String> lines) {
        await().atMost(ServerInstance.TIMEOUT)
                .untilAsserted(() -> assertThat(now()).containsExactlyElementsOf(lines));
    }

    List<String> now() {
        var all = events();
        return all.subList(before, all.size());
    }

    private List<String> events() {
        return server.received(context).stream()
                .filter(line -> !line.startsWith("connected ") && !line.equals("audit is ready"))
                .filter(wanted)
                .toList();
    }
}
