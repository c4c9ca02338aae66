package io.github.rethinkemitter.it;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of a container in Java SE, on a port of this machine. */
class PageOnPortTest {

    private static final String PREFIX = "rethink.emitter.";
    private static final List<String> SWITCHES = List.of("page.payloads", "page.actions");

    private final Logger logger = Logger.getLogger("io.github.rethinkemitter.page");
    private final Log log = new Log();
    private EmbeddedRethinkDb database;

    @BeforeEach
    void startDatabase() {
        logger.addHandler(log);
        database = EmbeddedRethinkDb.start();
        System.setProperty(PREFIX + "url", database.uri());
        SWITCHES.forEach(option -> System.setProperty(PREFIX + option, "true"));
    }

    @AfterEach
    void stopDatabase() {
        logger.removeHandler(log);
        System.clearProperty(PREFIX + "url");
        SWITCHES.forEach(option -> System.clearProperty(PREFIX + option));
        database.close();
    }

    @Test
    void itIsClosedForThoseWithoutTheToken() throws Exception {
        try (var server = SeServer.start()) {
            Viewer.Address.in(() -> log.lines).checkThatItIsClosed();
        }
    }

    @Test
    void itShowsEventsAndRedrivesWhatIsParked() throws Exception {
        try (var server = SeServer.start("a");
                var viewer = Viewer.of(Viewer.Address.in(() -> log.lines).withToken())) {
            viewer.checkTailAndRedrive(() -> server.openShopFor("Ada"));
        }
    }

    private static final class Log extends Handler {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
