package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.SilentListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the errors that a publisher reports. */
final class RecordedErrors extends SilentListener {

    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public void error(Phase phase, Throwable cause) {
        errors.add(cause);
    }
}
