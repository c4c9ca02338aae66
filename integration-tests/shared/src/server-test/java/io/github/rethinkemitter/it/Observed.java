package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.function.Predicate;

/** What the observers of an instance get from some moment on; what they hear of the link is left out. */
final class Observed {

    private final Instance server;
    private final String context;
    private final Predicate<String> wanted;
    private final int before;

    private Observed(Instance server, String context, Predicate<String> wanted, int before) {
        this.server = server;
        this.context = context;
        this.wanted = wanted;
        this.before = before;
    }

    /** Since the start of the server, and only the lines that are wanted. */
    static Observed all(Instance server, String context, Predicate<String> wanted) {
        return new Observed(server, context, wanted, 0);
    }

    static Observed from(Instance server, String context) {
        return from(server, context, line -> true);
    }

    /** Only the lines that are wanted. */
    static Observed from(Instance server, String context, Predicate<String> wanted) {
        int before = all(server, context, wanted).now().size();
        return new Observed(server, context, wanted, before);
    }

    /** All of these, no other, each once. */
    void awaitExactly(List<String> lines) {
        await().atMost(Instance.PATIENCE)
                .untilAsserted(() -> assertThat(now()).containsExactlyInAnyOrderElementsOf(lines));
    }

    /** Exactly these, in this order. */
    void awaitInOrder(List<String> lines) {
        await().atMost(Instance.PATIENCE).untilAsserted(() -> assertThat(now()).containsExactlyElementsOf(lines));
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
