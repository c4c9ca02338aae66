package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is told, each as a line. */
public final class RecordingTelemetry implements Telemetry {

    public final List<String> lines = new CopyOnWriteArrayList<>();

    /** The header that each event gets. */
    public volatile Map<String, String> header = Map.of("traceparent", "00-1");

    @Override
    public Sending sending(Topic topic, Map<String, String> headers) {
        var all = new LinkedHashMap<>(header);
        all.putAll(headers);
        return new Sending() {
            @Override
            public Map<String, String> headers() {
                return all;
            }

            @Override
            public void stored(String id) {
                lines.add(topic.name() + " stored " + id);
            }

            @Override
            public void failed(Throwable problem) {
                lines.add(topic.name() + " failed " + problem.getClass().getSimpleName());
            }
        };
    }

    @Override
    public Processing processing(RethinkEvent event, String observer, int attempt) {
        var thread = Thread.currentThread();
        var line = event.id() + " " + observer + " " + attempt + (event.redelivered() ? " again " : " ");
        lines.add(line + "begins");
        return new Processing() {
            @Override
            public void succeeded() {
                ended("ok");
            }

            @Override
            public void failed(Throwable failure, Throwable shown) {
                ended(failure.getClass().getSimpleName());
            }

            private void ended(String how) {
                lines.add(line + how + (thread == Thread.currentThread() ? "" : " on another thread"));
                Thread.currentThread().interrupt(); // as a broken exporter may leave the thread
            }
        };
    }

    @Override
    public void happened(LifecycleEvent event) {
        lines.add(event.getClass().getSimpleName());
    }

    @Override
    public void show(EmitterStatus status) {
        lines.add("shown");
    }

    @Override
    public void close() {
        lines.add("closed");
    }
}
