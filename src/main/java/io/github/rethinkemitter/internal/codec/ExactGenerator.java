package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.JsonWriter.Outcome;
import io.github.rethinkemitter.internal.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerationException;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A JSON-P generator that learns, while it writes, whether the database gives the value back as it is. Where that is not
 * plain to see, {@link ArgumentCheck} parses the text afterwards.
 *
 * <p>Doubles are written as the database writes them, so that they can be told from decimals: the double 100 is {@code
 * 100}, and only a decimal is {@code 100.0}. A decimal is written with all its digits.
 */
final class ExactGenerator implements JsonGenerator {

    private static final double SMALLEST_PLAIN = 1e-3;
    private static final int MAX_EXPONENT = 8; // characters; BigDecimal does not read all longer ones that it writes
    private static final int LEVELS = 4;
    private static final int NAMES = 8;
    private static final int MAX_NAMES = 32; // to compare more names with each other takes longer than to parse them

    private final StringBuilder out;
    private int end; // the text must not become longer than this
    private boolean isFull;
    private boolean isRounded;
    private boolean isUnclear;

    // For each array or object around the current place, and for the place of the whole value: how many elements or
    // names it has so far. Where its names begin among those of all open objects; ARRAY if it is none.
    private static final int ARRAY = -1;
    private int[] sizes = new int[LEVELS];
    private int[] firstNames = new int[LEVELS];
    private String[] names = new String[NAMES];
    private int depth;
    private int nameCount;
    private boolean isNamed; // a name was written, and its value was not

    /** @param limit the most characters that the value may have */
    ExactGenerator(StringBuilder out, int limit) {
        this.out = out;
        this.end = (int) Math.min(Integer.MAX_VALUE, out.length() + (long) limit);
        firstNames[0] = ARRAY;
    }

    /** Whether the text got too long. If so, an exception from JSON-B is this generator's own. */
    boolean isFull() {
        return isFull;
    }

    /** What the database does to the value, when that has been written. */
    Outcome outcome() {
        if (depth > 0 || sizes[0] == 0) {
            throw new JsonGenerationException("the JSON has no end");
        }
        end = -1; // what is written later would be in another event
        return isUnclear ? Outcome.UNCHECKED : isRounded ? Outcome.ROUNDED : Outcome.KEPT;
    }

    // Structure

    @Override
    public JsonGenerator writeStartObject() {
        return open('{', nameCount);
    }

    @Override
    public JsonGenerator writeStartArray() {
        return open('[', ARRAY);
    }

    private JsonGenerator open(char bracket, int firstName) {
        beginValue();
        room(1).append(bracket);
        depth++;
        isUnclear |= depth > ArgumentCheck.MAX_DEPTH;
        if (depth == sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * depth);
            firstNames = Arrays.copyOf(firstNames, 2 * depth);
        }
        sizes[depth] = 0;
        firstNames[depth] = firstName;
        return this;
    }

    @Override
    public JsonGenerator writeEnd() {
        if (depth == 0 || isNamed) {
            throw new JsonGenerationException("nothing can end here");
        }
        room(1).append(isInObject() ? '}' : ']');
        if (isInObject()) {
            nameCount = firstNames[depth];
        }
        depth--;
        return this;
    }

    @Override
    public JsonGenerator writeKey(String name) {
        if (!isInObject() || isNamed) {
            throw new JsonGenerationException("no name can be here");
        }
        beginElement();
        remember(name);
        quote(name);
        room(1).append(':');
        isNamed = true;
        return this;
    }

    // A name that stands twice would lose one of its values. The database interprets some names, and cuts others.
    private void remember(String name) {
        int first = firstNames[depth];
        if (nameCount - first == MAX_NAMES) {
            isUnclear = true;
            return;
        }
        isUnclear |= name.equals(JsonParsers.PSEUDO_TYPE);
        for (int i = first; i < nameCount; i++) {
            isUnclear |= names[i].equals(name);
        }
        if (nameCount == names.length) {
            names = Arrays.copyOf(names, 2 * nameCount);
        }
        names[nameCount] = name;
        nameCount++;
    }

    private boolean isInObject() {
        return firstNames[depth] != ARRAY;
    }

    private void beginValue() {
        if (isNamed) {
            isNamed = false;
        } else if (isInObject() || (depth == 0 && sizes[0] > 0)) {
            throw new JsonGenerationException("no value can be here");
        } else {
            beginElement();
            isUnclear |= sizes[depth] > ArgumentCheck.MAX_ELEMENTS;
        }
    }

    private void beginElement() {
        if (sizes[depth] > 0) {
            room(1).append(',');
        }
        sizes[depth]++;
    }

    /** The text, to which so many characters are to be appended. */
    private StringBuilder room(int length) {
        // After an exception JSON-B may go on writing.
        if (isFull || length > end - out.length()) {
            isFull = true;
            throw new IllegalStateException("the JSON is too long");
        }
        return out;
    }

    // Values

    @Override
    public JsonGenerator write(String value) {
        beginValue();
        quote(value);
        return this;
    }

    private void quote(String text) {
        room(text.length());
        if (isPlain(text)) {
            out.append('"').append(text).append('"');
        } else {
            isUnclear |= text.indexOf(0) >= 0 || Surrogates.hasLone(text);
            JsonString.quote(text, out);
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private JsonGenerator literal(String text) {
        beginValue();
        room(text.length()).append(text);
        return this;
    }

    @Override
    public JsonGenerator write(int value) {
        return write((long) value);
    }

    @Override
    public JsonGenerator write(long value) {
        isRounded |= value > ExactNumbers.LARGEST_WHOLE || value < -ExactNumbers.LARGEST_WHOLE;
        beginValue();
        room(1).append(value);
        return this;
    }

    @Override
    public JsonGenerator write(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("JSON has no " + value);
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size <= ExactNumbers.LARGEST_WHOLE && !isNegativeZero(value)) {
            return write((long) value);
        }
        isRounded |= size < ExactNumbers.SMALLEST_EXACT && size > 0;
        boolean plain = size < SMALLEST_PLAIN && size > 0;
        return literal(plain ? BigDecimal.valueOf(value).stripTrailingZeros().toString() : Double.toString(value));
    }

    private static boolean isNegativeZero(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(-0.0);
    }

    @Override
    public JsonGenerator write(BigDecimal value) {
        String text = value.toString();
        check(text, value.scale() == 0, value.getClass() == BigDecimal.class);
        return literal(text);
    }

    @Override
    public JsonGenerator write(BigInteger value) {
        String text = value.toString();
        check(text, true, value.getClass() == BigInteger.class);
        return literal(text);
    }

    private void check(String number, boolean whole, boolean genuine) {
        int exponent = number.indexOf('E');
        if (!genuine
                || number.length() > ExactNumbers.MAX_LENGTH
                || (exponent > 0 && number.length() - exponent > MAX_EXPONENT)) {
            isUnclear = true;
        } else if (!(whole ? ExactNumbers.integerSurvives(number) : ExactNumbers.decimalSurvives(number))) {
            isRounded = true;
            isUnclear |= ExactNumbers.isBeyondDoubles(number);
        }
    }

    @Override
    public JsonGenerator write(boolean value) {
        return literal(value ? "true" : "false");
    }

    @Override
    public JsonGenerator writeNull() {
        return literal("null");
    }

    @Override
    public JsonGenerator write(JsonValue value) {
        switch (value.getValueType()) {
            case ARRAY -> {
                writeStartArray();
                value.asJsonArray().forEach(this::write);
                writeEnd();
            }
            case OBJECT -> {
                writeStartObject();
                value.asJsonObject().forEach(this::write);
                writeEnd();
            }
            case STRING -> write(((jakarta.json.JsonString) value).getString());
            case NUMBER -> {
                isUnclear = true; // a class of the application may have made the text
                literal(value.toString());
            }
            case TRUE -> write(true);
            case FALSE -> write(false);
            case NULL -> writeNull();
        }
        return this;
    }

    // With a name

    @Override
    public JsonGenerator writeStartObject(String name) {
        return writeKey(name).writeStartObject();
    }

    @Override
    public JsonGenerator writeStartArray(String name) {
        return writeKey(name).writeStartArray();
    }

    @Override
    public JsonGenerator write(String name, JsonValue value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, String value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, BigInteger value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, BigDecimal value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, int value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, long value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, double value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator write(String name, boolean value) {
        return writeKey(name).write(value);
    }

    @Override
    public JsonGenerator writeNull(String name) {
        return writeKey(name).writeNull();
    }

    @Override
    public void close() {}

    @Override
    public void flush() {}
}
