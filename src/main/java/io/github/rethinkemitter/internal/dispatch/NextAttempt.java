package io.github.rethinkemitter.internal.dispatch;

/** One event for an observer that has failed on it before. A class of its own, so that first attempts carry nothing for it. */
final class NextAttempt extends ObserverTask {

    final long due; // when it may be made, in nanoseconds
    private final int attempt;

    NextAttempt(ObserverTask failed, long due) {
        super(failed.event, failed.delivered.givenAgain(), failed.target);
        this.due = due;
        this.attempt = failed.attempt() + 1;
    }

    @Override
    int attempt() {
        return attempt;
    }
}
