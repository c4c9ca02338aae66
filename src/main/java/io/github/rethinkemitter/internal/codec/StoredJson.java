package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** JSON as the database gives it back, put as JSON-B expects it: its own types, and decimals that it writes at length. */
final class StoredJson {

    /** The database writes decimals at length with no fewer digits. */
    private static final int LONG = 16;

    private StoredJson() {}

    static String plain(String json) throws IOException {
        var text = PseudoTypeReader.plain(json);
        return mayHaveLongDecimal(text) ? shortened(text) : text;
    }

    // Mostly there is none, and then nothing has to be parsed.
    private static boolean mayHaveLongDecimal(String text) {
        int digits = 0;
        boolean point = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
                if (point && digits >= LONG) {
                    return true;
                }
            } else if (c == '.') {
                point = true;
            } else {
                digits = 0;
                point = false;
            }
        }
        return false;
    }

    private static String shortened(String text) throws IOException {
        var splice = new TextEdits(text);
        try (JsonParser parser = JsonParsers.reading(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.getTextLength() > LONG) {
                    var number = parser.getText();
                    var stored = ExactNumbers.asStored(number);
                    if (stored.length() < number.length()) {
                        splice.replace(JsonParsers.start(parser), JsonParsers.end(parser), stored);
                    }
                }
            }
        }
        return splice.result();
    }
}
