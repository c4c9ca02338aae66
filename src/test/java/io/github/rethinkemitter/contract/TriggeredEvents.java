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
 * The outcomes of events that were triggered by several threads. Each event has the number of its thread, and its own number
 * within that thread.
 *
 * @param acknowledged ids of the events whose stage completed
 * @param failed exceptions of the events whose stage failed
 */
record TriggeredEvents(List<String> acknowledged, List<Throwable> failed) {

    /** Triggers events and waits until every stage has completed or failed. */
    static TriggeredEvents byThreads(Emitter emitter, int threads, int each) throws InterruptedException {
        return awaitOutcomes(start(emitter, threads, each));
    }

    /** Triggers events and returns their stages when all threads have ended. */
    static List<CompletionStage<Receipt>> start(Emitter emitter, int threads, int each) throws InterruptedException {
        List<CompletionStage<Receipt>> stages = Collections.synchronizedList(new ArrayList<>());
        List<Thread> workers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int threadNumber = thread;
            var worker = new Thread(() -> {
                for (int number = 0; number < each; number++) {
                    stages.add(emitter.trigger("load", threadNumber, number));
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

    static TriggeredEvents awaitOutcomes(List<CompletionStage<Receipt>> stages) throws InterruptedException {
        List<String> acknowledged = new ArrayList<>();
        List<Throwable> failed = new ArrayList<>();
        for (var stage : stages) {
            try {
                acknowledged.add(
                        stage.toCompletableFuture().get(90, TimeUnit.SECONDS).id());
            } catch (ExecutionException e) {
                failed.add(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("a stage neither completed nor failed", e);
            }
        }
        return new TriggeredEvents(acknowledged, failed);
    }

    /** Fails if events of one thread of a publisher were not observed in the order in which the thread triggered them. */
    static void assertOrderOfEachThread(List<RethinkEvent> events) {
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
