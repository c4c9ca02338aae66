package io.github.rethinkemitter.internal.publish;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the package logs. */
final class PublishLog extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("io.github.rethinkemitter.publish");

    private final List<String> lines;

    private PublishLog(List<String> lines) {
        this.lines = lines;
    }

    static PublishLog to(List<String> lines) {
        var log = new PublishLog(lines);
        LOGGER.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
