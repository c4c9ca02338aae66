package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds what a server can make the login compute. It says in how many rounds the password is to be hashed, and billions of
 * them keep a processor busy for an hour, in which no deadline is looked at.
 *
 * <pre>
 * text = { "success": true, "authentication": "r=nonce,s=salt,i=rounds", … }
 * </pre>
 */
final class ScramLimits {

    // RethinkDB asks for one where there is no password, and else for as many as it is configured to: 4,096 by default.
    private static final int MOST = 1_000_000;

    private static final JsonFactory JSON = Json.factory();

    private ScramLimits() {}

    /** A text of the login as it came; an exception, as the driver's login passes it on, when it asks for too much. */
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

    // Of a field that stands twice the login takes one.
    private static List<String> messages(String text) {
        List<String> messages = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "authentication".equals(json.currentName())) {
                    messages.add(json.getText());
                }
            }
        } catch (JsonProcessingException e) {
            return messages; // the login reads no further, and says so
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    // What the login cannot read as a number ends it.
    private static int number(String rounds) {
        try {
            return Integer.parseInt(rounds);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
