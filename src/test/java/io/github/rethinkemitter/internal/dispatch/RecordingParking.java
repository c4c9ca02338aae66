package io.github.rethinkemitter.internal.dispatch;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.Parking;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stores, and advances groups, when a test says so. */
final class RecordingParking implements Parking {

    final List<AttemptOutcome> outcomes = new CopyOnWriteArrayList<>();
    final List<Runnable> stored = new CopyOnWriteArrayList<>();
    final List<StoredAttempt> givenBack = new CopyOnWriteArrayList<>();
    final List<Advance> advances = new CopyOnWriteArrayList<>();
    volatile @Nullable Error failure;

    record Advance(String group, @Nullable String by, Consumer<Boolean> left) {}

    @Override
    public String groupOf(String observer, String common) {
        return observer + "/" + common;
    }

    @Override
    public void advance(String group, @Nullable String by, Consumer<Boolean> left) {
        advances.add(new Advance(group, by, left));
    }

    @Override
    public void store(AttemptOutcome outcome, Consumer<String> whenStored) {
        if (failure != null) {
            throw failure;
        }
        stored.add(() ->
                whenStored.accept(outcome.observer() + "/" + outcome.event().id()));
        outcomes.add(outcome);
    }

    @Override
    public void giveBack(StoredAttempt attempt) {
        givenBack.add(attempt);
    }

    AttemptOutcome awaitOutcome() {
        await().until(() -> !outcomes.isEmpty());
        return outcomes.get(0);
    }

    void storeAll() {
        var now = List.copyOf(stored);
        stored.removeAll(now);
        now.forEach(Runnable::run);
    }
}
