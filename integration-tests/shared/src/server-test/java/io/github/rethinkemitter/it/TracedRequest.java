package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;

/** What a request that triggers one event must leave in the traces and metrics of the servers. */
record TracedRequest(Recorded sender, List<Recorded> all) {

    private static final String TOPIC = "traced";
    private static final String FAILURE = UnsupportedOperationException.class.getName();

    /** Sends the request to a server, and waits until the observers of all servers are done with its event. */
    static TracedRequest to(ServerInstance sender, List<ServerInstance> servers) {
        sender.post("telemetry/trigger");
        var request = new TracedRequest(
                new Recorded(sender), servers.stream().map(Recorded::new).toList());
        request.eventually(() -> {
            assertThat(request.sender.spans("trigger " + TOPIC)).hasSize(1);
            for (var server : request.all) {
                assertThat(server.calls(TOPIC, "retried")).hasSize(2);
                assertThat(server.calls(TOPIC, "replying")).hasSize(1);
                assertThat(server.spans("trigger reply")).hasSize(1);
            }
        });
        return request;
    }

    void checkTraces() {
        var trigger = sender.spans("trigger " + TOPIC).get(0);
        assertThat(trigger.kind()).isEqualTo("PRODUCER");
        // The span of a request ends after its answer.
        eventually(() -> assertThat(sender.spans(""))
                .filteredOn(span -> span.id().equals(trigger.parent()))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.kind()).isEqualTo("SERVER");
                    assertThat(request.trace()).isEqualTo(trigger.trace());
                }));
        for (var server : all) {
            assertThat(server.spans("process " + TOPIC)).allSatisfy(call -> {
                assertThat(call.kind()).isEqualTo("CONSUMER");
                assertThat(call.parent()).isEmpty();
                assertThat(call.trace()).isNotEqualTo(trigger.trace());
                assertThat(call.links()).containsExactly(trigger.id());
                assertThat(call.attributes())
                        .containsEntry(
                                "messaging.message.id", trigger.attributes().get("messaging.message.id"));
            });
            assertThat(server.calls(TOPIC, "retried"))
                    .extracting(Recorded.Span::outcome)
                    .containsExactly("1 ERROR " + FAILURE, "2 UNSET ");
            assertThat(server.spans("trigger reply").get(0).parent())
                    .as("what an observer triggers belongs to its trace")
                    .isEqualTo(server.calls(TOPIC, "replying").get(0).id());
        }
    }

    /**
     * Checks the metrics that are read below this path.
     *
     * @param noFailure the {@code error.type} of what did not fail; empty for none
     */
    void checkMetrics(String path, String table, String noFailure) {
        var channel = Map.of(
                "messaging.system", "rethinkdb",
                "messaging.destination.name", table,
                "rethink.emitter.channel", "default");
        for (var counted : List.of("messaging.client.consumed.messages", "messaging.process.duration")) {
            for (var server : all) {
                eventually(() -> {
                    assertThat(values(server, path, counted, "retried", FAILURE))
                            .containsExactly(1.0);
                    assertThat(values(server, path, counted, "retried", noFailure))
                            .containsExactly(1.0);
                    assertThat(values(server, path, counted, "replying", noFailure))
                            .containsExactly(1.0);
                });
            }
        }
        for (var counted : List.of(
                "rethink.emitter.triggered.events",
                "messaging.client.sent.messages",
                "messaging.client.operation.duration")) {
            eventually(() -> assertThat(sender.metrics(path))
                    .filteredOn(metric -> metric.name().equals(counted) && metric.value() >= 2)
                    .anySatisfy(metric -> assertThat(metric.attributes())
                            .containsAllEntriesOf(channel)
                            .containsEntry("messaging.operation.name", "trigger")));
        }
        assertThat(sender.metrics(path))
                .filteredOn(metric -> metric.name().equals("rethink.emitter.publish.waiting"))
                .anySatisfy(metric -> assertThat(metric.attributes()).containsAllEntriesOf(channel));
        assertThat(sender.metrics(path)).extracting(Recorded.Metric::name).contains("rethink.emitter.lag");
    }

    private static List<Double> values(Recorded server, String path, String name, String observer, String failure) {
        return server.metrics(path).stream()
                .filter(metric -> metric.name().equals(name)
                        && observer.equals(metric.attributes().get("rethink.emitter.observer"))
                        && failure.equals(metric.attributes().getOrDefault("error.type", "")))
                .map(Recorded.Metric::value)
                .toList();
    }

    private void eventually(ThrowingRunnable check) {
        await().atMost(ServerInstance.TIMEOUT).untilAsserted(check);
    }
}
