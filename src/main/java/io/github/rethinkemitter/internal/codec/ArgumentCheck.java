package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * Checks the JSON of an argument in one pass: refuses what cannot be stored, and finds what the database would change.
 */
final class ArgumentCheck {

    /** RethinkDB does not read back longer arrays. */
    static final int MAX_ELEMENTS = 100_000;

    /** Readers stop at a depth of 1,000 by default, or at the end of their stack, and a changefeed adds levels of its own. */
    static final int MAX_DEPTH = 500;

    private static final int INITIAL_DEPTH = 10;

    private final RefusalMessages refusals;
    private final TextEdits nativeText;
    // For each array or object around the current token: how many elements it has so far, where it begins, and whether
    // the database would interpret it or cut one of its names.
    private int[] elements = new int[INITIAL_DEPTH + 1];
    private int[] starts = new int[INITIAL_DEPTH + 1];
    private boolean[] interpreted = new boolean[INITIAL_DEPTH + 1];
    private int depth;
    private boolean isExact = true;

    private ArgumentCheck(String text, RefusalMessages refusals) {
        this.refusals = refusals;
        this.nativeText = new TextEdits(text);
    }

    /**
     * An argument that can be stored.
     *
     * @param nativeText the JSON that the database can hold. The database rounds its numbers. {@code null} replaces a number
     *     beyond the range of doubles, and an object that the database would interpret or whose names it would cut
     * @param isExact whether the database gives back the same values for {@code nativeText}
     */
    record Checked(String nativeText, boolean isExact) {}

    static Checked check(String text, RefusalMessages refusals) {
        var check = new ArgumentCheck(text, refusals);
        try (JsonParser parser = JsonParsers.checking(text)) {
            check.run(parser);
        } catch (IOException e) {
            throw refusals.notWritten(e);
        }
        return new Checked(check.nativeText.result(), check.isExact);
    }

    private void run(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new IOException("it wrote nothing");
        }
        for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_ARRAY, START_OBJECT -> open(parser);
                case END_ARRAY -> depth--;
                case END_OBJECT -> closeObject(parser);
                case FIELD_NAME -> name(parser);
                case VALUE_STRING -> {
                    count(parser);
                    text(parser.getText(), parser);
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    count(parser);
                    number(parser, token);
                }
                default -> count(parser);
            }
        }
    }

    private void open(JsonParser parser) {
        count(parser);
        if (depth == MAX_DEPTH) {
            throw refusals.tooDeep(null);
        }
        depth++;
        if (depth == elements.length) {
            deepen();
        }
        elements[depth] = 0;
        starts[depth] = JsonParsers.start(parser);
        interpreted[depth] = false;
    }

    private void deepen() {
        int length = Math.min(2 * depth, MAX_DEPTH + 1);
        elements = Arrays.copyOf(elements, length);
        starts = Arrays.copyOf(starts, length);
        interpreted = Arrays.copyOf(interpreted, length);
    }

    private void closeObject(JsonParser parser) throws IOException {
        if (interpreted[depth]) {
            nativeText.replace(starts[depth], JsonParsers.end(parser), "null");
            isExact = false;
        }
        depth--;
    }

    private void name(JsonParser parser) throws IOException {
        String name = parser.currentName();
        text(name, parser);
        // The database cuts a name at U+0000.
        if (name.equals(JsonParsers.PSEUDO_TYPE) || name.indexOf(0) >= 0) {
            interpreted[depth] = true;
        }
    }

    // Counts the current value for the array or object around it. Only the count of an array has a limit.
    private void count(JsonParser parser) {
        elements[depth]++;
        var context = parser.getParsingContext();
        // At the start of an array or object the parser's context is inside of it already.
        var around = parser.currentToken().isStructStart() ? context.getParent() : context;
        if (elements[depth] > MAX_ELEMENTS && around.inArray()) {
            throw refusals.tooManyElements(around.getParent().pathAsPointer().toString());
        }
    }

    private void text(String value, JsonParser parser) {
        if (Surrogates.hasLone(value)) {
            throw refusals.loneSurrogate(pointer(parser));
        }
    }

    private void number(JsonParser parser, JsonToken token) throws IOException {
        if (parser.isNaN()) {
            throw refusals.notFinite(parser.getText(), pointer(parser));
        }
        if (parser.getTextLength() > ExactNumbers.MAX_LENGTH) {
            throw refusals.longNumber(pointer(parser));
        }
        String number = parser.getText();
        try {
            boolean survives = token == JsonToken.VALUE_NUMBER_INT
                    ? ExactNumbers.integerSurvives(number)
                    : ExactNumbers.decimalSurvives(number);
            isExact &= survives;
            if (!survives && ExactNumbers.isBeyondDoubles(number)) {
                nativeText.replace(JsonParsers.start(parser), JsonParsers.end(parser), "null");
            }
        } catch (NumberFormatException e) {
            // The exponent is too large even for BigDecimal.
            throw refusals.longNumber(pointer(parser));
        }
    }

    private static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
