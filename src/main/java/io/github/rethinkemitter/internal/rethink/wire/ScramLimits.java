package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.rethinkemitter.internal.json.JsonFactories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds what a server can make the login compute. The server says in how many rounds the password is to be hashed. Billions of
 * rounds keep a processor busy for an hour, in which no deadline is looked at.
 *
 * <pre>
 * text = { "success": true, "authentication": "r=nonce,s=salt,i=rounds", … }
 * </pre>
 */
final class ScramLimits {

    // RethinkDB asks for one round where there is no password, and otherwise for the configured number: 4,096 by
    // default.
    private static final int MOST = 1_000_000;

    private static final int DEEPEST = 200_000; // more than a text of the login can have

    private static final JsonFactory JSON = JsonFactories.builder(DEEPEST, StreamReadConstraints.DEFAULT_MAX_NUM_LEN)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private ScramLimits() {}

    /**
     * Returns a text of the login as it came.
     *
     * @throws UncheckedIOException when the text asks for too many rounds; the driver's login passes this exception on
     */
    static String checked(String text) {
        for (String message : messages(text)) {
            for (String attribute : message.split(",", -1)) {
                if (attribute.startsWith("i=") && number(attribute.substring(2)) > MOST) {
                    throw new UncheckedIOException(new IOException("it asks for " + number(attribute.substring(2))
                            + " rounds of hashing the password, and more than " + MOST
                            + " are not done. Check that it is the RethinkDB that is meant"));
                }
            }
        }
        return text;
    }

    // Where a field stands twice, both are looked at: the login takes one of them.
    private static List<String> messages(String text) {
        List<String> messages = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "authentication".equals(json.currentName())) {
                    messages.add(json.getText());
                }
            }
        } catch (JsonProcessingException e) {
            return messages; // the login cannot read the text either, and says so
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    // A number that the login cannot read ends the login.
    private static int number(String rounds) {
        try {
            return Integer.parseInt(rounds);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
