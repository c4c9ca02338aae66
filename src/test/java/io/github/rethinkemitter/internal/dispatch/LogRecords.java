package io.github.rethinkemitter.internal.dispatch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The messages that the dispatch package logs while this is open, each as one text with its stack trace. */
final class LogRecords extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("io.github.rethinkemitter.dispatch");

    private final List<String> texts = new CopyOnWriteArrayList<>();

    LogRecords() {
        LOGGER.addHandler(this);
        LOGGER.setUseParentHandlers(false);
    }

    /** The messages that begin with that id. */
    List<String> of(String id) {
        return texts.stream().filter(text -> text.startsWith(id)).toList();
    }

    @Override
    public void publish(LogRecord logged) {
        var text = new StringWriter();
        text.append(logged.getMessage()).append('\n');
        if (logged.getThrown() != null) {
            logged.getThrown().printStackTrace(new PrintWriter(text));
        }
        texts.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
