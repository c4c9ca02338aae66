package io.github.rethinkemitter.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A server's answer to a probe. */
record Health(int statusCode, String text) {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /** Whether an orchestrator takes the answer for a yes, and the library's own check says the same. */
    boolean isUp() {
        return statusCode == OK && check().path("status").asText().equals("UP");
    }

    /** Whether an orchestrator takes the answer for a no, and the library's own check says the same. */
    boolean isDown() {
        return statusCode == UNAVAILABLE && check().path("status").asText().equals("DOWN");
    }

    /** What the library's check tells of the default channel under this name; empty if nothing. */
    String data(String name) {
        return check().path("data").path(name).asText();
    }

    private JsonNode check() {
        try {
            for (JsonNode check : new ObjectMapper().readTree(text).path("checks")) {
                if (check.path("name").asText().equals("rethink-emitter")) {
                    return check;
                }
            }
            throw new AssertionError("no check of the library: " + text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
