package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Converts JSON that the database returns into what JSON-B expects: RethinkDB's own types become texts, and decimals get
 * back the digits that were stored.
 */
final class StoredJson {

    /** A decimal that the database has written with too many digits has at least so many. */
    private static final int LONG_DIGITS = 16;

    private StoredJson() {}

    static String plain(String json) throws IOException {
        var text = PseudoTypeReader.plain(json);
        return mayHaveLongDecimal(text) ? shortened(text) : text;
    }

    // A quick search without a parser: most texts have no such decimal.
    private static boolean mayHaveLongDecimal(String text) {
        int digits = 0;
        boolean point = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
                if (point && digits >= LONG_DIGITS) {
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
        var edits = new TextEdits(text);
        try (JsonParser parser = JsonParsers.reading(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.getTextLength() > LONG_DIGITS) {
                    var number = parser.getText();
                    var stored = ExactNumbers.asStored(number);
                    if (stored.length() < number.length()) {
                        edits.replace(JsonParsers.start(parser), JsonParsers.end(parser), stored);
                    }
                }
            }
        }
        return edits.result();
    }
}
