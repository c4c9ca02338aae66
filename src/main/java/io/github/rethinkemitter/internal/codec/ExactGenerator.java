package io.github.rethinkemitter.internal.codec;

import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A JSON-P generator that writes doubles as the database does, so that they can be told from decimals: it writes the double
 * 100 as {@code 100}, and only a decimal as {@code 100.0}. A decimal is written with all its digits.
 */
record ExactGenerator(JsonGenerator to) implements JsonGenerator {

    private static final double LARGEST_WHOLE = 1L << 53;
    private static final double SMALLEST_PLAIN = 1e-3;

    @Override
    public JsonGenerator write(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size <= LARGEST_WHOLE && !isNegativeZero(value)) {
            to.write((long) value);
        } else if (size < SMALLEST_PLAIN && size > 0) {
            to.write(BigDecimal.valueOf(value).stripTrailingZeros());
        } else {
            to.write(value);
        }
        return this;
    }

    private static boolean isNegativeZero(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(-0.0);
    }

    @Override
    public JsonGenerator write(String name, double value) {
        to.writeKey(name);
        return write(value);
    }

    @Override
    public JsonGenerator writeStartObject() {
        to.writeStartObject();
        return this;
    }

    @Override
    public JsonGenerator writeStartObject(String name) {
        to.writeStartObject(name);
        return this;
    }

    @Override
    public JsonGenerator writeKey(String name) {
        to.writeKey(name);
        return this;
    }

    @Override
    public JsonGenerator writeStartArray() {
        to.writeStartArray();
        return this;
    }

    @Override
    public JsonGenerator writeStartArray(String name) {
        to.writeStartArray(name);
        return this;
    }

    @Override
    public JsonGenerator write(String name, JsonValue value) {
        to.write(name, value);
        return this;
    }

    @Override
    public JsonGenerator write(String name, String value) {
        to.write(name, value);
        return this;
    }

    @Override
    public JsonGenerator write(String name, BigInteger value) {
        to.write(name, value);
        return this;
    }

    @Override
    public JsonGenerator write(String name, BigDecimal value) {
        to.write(name, value);
        return this;
    }

    @Override
    public JsonGenerator write(String name, int value) {
        to.write(name, value);
        return this;
    }

    @Override
    public JsonGenerator write(String name, long value) {
        to.write(name, value);
        return this;
    }

    @Override
    public JsonGenerator write(String name, boolean value) {
        to.write(name, value);
        return this;
    }

    @Override
    public JsonGenerator writeNull(String name) {
        to.writeNull(name);
        return this;
    }

    @Override
    public JsonGenerator writeEnd() {
        to.writeEnd();
        return this;
    }

    @Override
    public JsonGenerator write(JsonValue value) {
        to.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(String value) {
        to.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(BigDecimal value) {
        to.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(BigInteger value) {
        to.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(int value) {
        to.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(long value) {
        to.write(value);
        return this;
    }

    @Override
    public JsonGenerator write(boolean value) {
        to.write(value);
        return this;
    }

    @Override
    public JsonGenerator writeNull() {
        to.writeNull();
        return this;
    }

    @Override
    public void close() {
        to.close();
    }

    @Override
    public void flush() {
        to.flush();
    }
}
