package io.github.rethinkemitter.support;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What one package of the library logs while this is open, in place of the log. */
public final class LogRecords extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /** @param name such as {@code publish} */
    public LogRecords(String name) {
        logger = Logger.getLogger("io.github.rethinkemitter." + name);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** The messages that begin with that id, each with its stack trace. */
    public List<String> of(String id) {
        return records.stream()
                .filter(logged -> logged.getMessage().startsWith(id))
                .map(LogRecords::withStackTrace)
                .toList();
    }

    /** The messages, without stack traces. */
    public List<String> warnings() {
        return records.stream()
                .filter(logged -> logged.getLevel().equals(Level.WARNING))
                .map(LogRecord::getMessage)
                .toList();
    }

    private static String withStackTrace(LogRecord logged) {
        var text = new StringWriter();
        text.append(logged.getMessage()).append('\n');
        if (logged.getThrown() != null) {
            logged.getThrown().printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
