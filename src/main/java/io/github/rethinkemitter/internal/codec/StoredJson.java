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

    /** Whether JSON-B can read the JSON as it is. This is a quick search without a parser: most texts are plain. */
    static boolean isPlain(String json) {
        return !PseudoTypeReader.mayHaveSome(json) && !mayHaveLongDecimal(json);
    }

    static String plain(String json) throws IOException {
        var text = PseudoTypeReader.plain(json);
        return mayHaveLongDecimal(text) ? shortened(text) : text;
    }

    private static boolean mayHaveLongDecimal(String text) {
        for (int point = text.indexOf('.'); point >= 0; point = text.indexOf('.', point + 1)) {
            int from = point;
            while (from > 0 && isDigit(text.charAt(from - 1))) {
                from--;
            }
            int to = point + 1;
            while (to < text.length() && isDigit(text.charAt(to))) {
                to++;
            }
            if (to - from > LONG_DIGITS) { // the point is none of the digits
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
