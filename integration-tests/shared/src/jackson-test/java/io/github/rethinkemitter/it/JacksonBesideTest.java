package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application has a Jackson of another version than the one in the library's jar, and both work. */
class JacksonBesideTest {

    /** A class that the application writes with its Jackson. */
    public record Note(@JsonProperty("said-by") String customer) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private EmbeddedRethinkDb database;

    @BeforeEach
    void startDatabase() {
        database = EmbeddedRethinkDb.start();
        System.setProperty("rethink.emitter.url", database.uri());
    }

    @AfterEach
    void stopDatabase() {
        System.clearProperty("rethink.emitter.url");
        database.close();
    }

    @Test
    void theApplicationCanUseItsOwnJacksonBesideTheLibrary() throws Exception {
        assertThat(PackageVersion.VERSION).hasToString(System.getProperty("beside.jackson"));

        try (var server = SeServer.start()) {
            var text = mapper.writeValueAsString(new Note("Ada"));
            var note = mapper.readValue(text, Note.class);
            server.openShopFor(note.customer());

            assertThat(text).isEqualTo("{\"said-by\":\"Ada\"}");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(server.received()).containsAll(Expected.opened("Ada")));
        }
    }

    @Test
    void triggerRefusesATreeOfTheApplicationsJackson() throws Exception {
        var tree = mapper.readTree("{\"said-by\":\"Ada\"}");

        try (var server = SeServer.start()) {
            assertThatThrownBy(() -> server.bean(Emitter.class).trigger("note", tree))
                    .isInstanceOf(UnstorablePayloadException.class)
                    .hasMessageStartingWith("RTH01");
        }
    }
}
