package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.function.Predicate;

/** What the observers of an instance get from some moment on; what they hear of the link is left out. */
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

    /** Since the start of the server, and only the lines that are wanted. */
    static ObservedLines all(ServerInstance server, String context, Predicate<String> wanted) {
        return new ObservedLines(server, context, wanted, 0);
    }

    static ObservedLines from(ServerInstance server, String context) {
        return from(server, context, line -> true);
    }

    /** Only the lines that are wanted. */
    static ObservedLines from(ServerInstance server, String context, Predicate<String> wanted) {
        int before = all(server, context, wanted).now().size();
        return new ObservedLines(server, context, wanted, before);
    }

    /** All of these, no other, each once. */
    void awaitExactly(List<String> lines) {
        await().atMost(ServerInstance.PATIENCE)
                .untilAsserted(() -> assertThat(now()).containsExactlyInAnyOrderElementsOf(lines));
    }

    /** Exactly these, in this order. */
    void awaitInOrder(List<String> lines) {
        await().atMost(ServerInstance.PATIENCE).untilAsserted(() -> assertThat(now()).containsExactlyElementsOf(lines));
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
