package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * One pass over the JSON of an argument: refuses what cannot be stored, and finds what the database would change.
 */
final class ArgumentCheck {

    /** RethinkDB does not read longer arrays back. */
    static final int MAX_ELEMENTS = 100_000;

    /** Readers stop at 1,000 by default, or at the end of their stack, and a change notification adds levels of its own. */
    static final int MAX_DEPTH = 500;

    private static final int USUAL_DEPTH = 10;

    private final RefusalMessages refusals;
    private final TextEdits natively;
    // For each open array or object: how many elements, where it began, and whether the database would interpret it,
    // or cut one of its names.
    private int[] elements = new int[USUAL_DEPTH + 1];
    private int[] starts = new int[USUAL_DEPTH + 1];
    private boolean[] interpreted = new boolean[USUAL_DEPTH + 1];
    private int depth;
    private boolean exact = true;

    private ArgumentCheck(String text, RefusalMessages refusals) {
        this.refusals = refusals;
        this.natively = new TextEdits(text);
    }

    /**
     * An argument that can be stored.
     *
     * @param text its JSON
     * @param natively the same as far as the database holds it: numbers are its to round, but one that no double comes near
     *     and an object that it would interpret, or whose names it would cut, are null
     * @param exact whether the database gives back the same values
     */
    record Checked(String text, String natively, boolean exact) {}

    static Checked check(String text, RefusalMessages refusals) {
        var check = new ArgumentCheck(text, refusals);
        try (JsonParser parser = JsonParsers.checking(text)) {
            check.run(parser);
        } catch (IOException e) {
            throw refusals.notWritten(e);
        }
        return new Checked(text, check.natively.result(), check.exact);
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
            natively.replace(starts[depth], JsonParsers.end(parser), "null");
            exact = false;
        }
        depth--;
    }

    private void name(JsonParser parser) throws IOException {
        String name = parser.currentName();
        text(name, parser);
        // Of a name with U+0000 the database takes what is before it.
        if (name.equals(JsonParsers.PSEUDO_TYPE) || name.indexOf(0) >= 0) {
            interpreted[depth] = true;
        }
    }

    // An object's fields count as well, which harms nothing: only arrays are asked.
    private void count(JsonParser parser) {
        elements[depth]++;
        boolean opening = parser.currentToken().isStructStart();
        var parent = opening ? parser.getParsingContext().getParent() : parser.getParsingContext();
        if (elements[depth] > MAX_ELEMENTS && parent.inArray()) {
            throw refusals.tooManyElements(parent.getParent().pathAsPointer().toString());
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
            exact &= survives;
            if (!survives && ExactNumbers.isBeyondDoubles(number)) {
                natively.replace(JsonParsers.start(parser), JsonParsers.end(parser), "null");
            }
        } catch (NumberFormatException e) {
            // An exponent that not even BigDecimal has.
            throw refusals.longNumber(pointer(parser));
        }
    }

    private static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
