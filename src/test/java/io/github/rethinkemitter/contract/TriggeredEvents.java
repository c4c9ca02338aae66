package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.RethinkEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Events triggered by several threads, each event telling its thread and its number there.
 *
 * @param acknowledged ids of those whose stage completed
 * @param failed problems of those whose stage failed
 */
record TriggeredEvents(List<String> acknowledged, List<Throwable> failed) {

    /** Triggers, and waits until every stage is settled. */
    static TriggeredEvents fromThreads(Emitter emitter, int threads, int each) throws InterruptedException {
        return settled(start(emitter, threads, each));
    }

    /** Triggers, and returns the stages when all threads are through. */
    static List<CompletionStage<Receipt>> start(Emitter emitter, int threads, int each) throws InterruptedException {
        List<CompletionStage<Receipt>> stages = Collections.synchronizedList(new ArrayList<>());
        List<Thread> workers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int self = thread;
            var worker = new Thread(() -> {
                for (int number = 0; number < each; number++) {
                    stages.add(emitter.trigger("load", self, number));
                }
            });
            workers.add(worker);
            worker.start();
        }
        for (var worker : workers) {
            worker.join();
        }
        return stages;
    }

    static TriggeredEvents settled(List<CompletionStage<Receipt>> stages) throws InterruptedException {
        List<String> acknowledged = new ArrayList<>();
        List<Throwable> failed = new ArrayList<>();
        for (var stage : stages) {
            try {
                acknowledged.add(
                        stage.toCompletableFuture().get(90, TimeUnit.SECONDS).id());
            } catch (ExecutionException e) {
                failed.add(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("an event was never settled", e);
            }
        }
        return new TriggeredEvents(acknowledged, failed);
    }

    /** The events of each thread of each publisher were observed in the order of its calls. */
    static void assertEachThreadsInOrder(List<RethinkEvent> events) {
        Map<String, Long> last = new HashMap<>();
        for (var event : events) {
            if (event.topic().equals("load")) {
                var thread = event.origin().orElseThrow() + "/" + event.args().get(0);
                long number = ((Number) event.args().get(1)).longValue();
                Long before = last.put(thread, number);
                assertThat(before == null || before < number)
                        .as("event %s of thread %s comes after event %s", number, thread, before)
                        .isTrue();
            }
        }
    }
}
