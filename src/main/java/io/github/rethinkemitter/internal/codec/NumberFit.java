package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.TypeShape.Scalar.Kind;
import java.math.BigDecimal;

/**
 * Whether a number in JSON text fits a numeric type: whether an integer type holds its value, or a floating-point type holds
 * a finite value near it. Most numbers are short, and are checked without an object for them.
 */
final class NumberFit {

    private static final int LONG_DIGITS = 18; // a long holds every integer of so many characters
    private static final int FLOAT_DIGITS = 38; // a float holds every number of so many characters without an exponent

    private NumberFit() {}

    static boolean fits(String text, int from, int end, Kind kind) {
        boolean readable = end - from <= ExactNumbers.MAX_LENGTH;
        return switch (kind) {
            case BIG_DECIMAL -> readable;
            case BIG_INTEGER -> isWhole(text.substring(from, end));
            case FLOAT, DOUBLE ->
                isShortWithoutExponent(text, from, end) || (readable && isFinite(text.substring(from, end), kind));
            default ->
                isShortInteger(text, from, end)
                        ? kind == Kind.LONG || holds(Long.parseLong(text, from, end, 10), kind)
                        : readable && isHeld(text.substring(from, end), kind);
        };
    }

    /** Whether the number is an integer that {@code long} does not hold. */
    static boolean isBeyondLong(String text, int from, int end) {
        if (isShortInteger(text, from, end)) {
            return false;
        }
        var number = text.substring(from, end);
        return isWhole(number) && new BigDecimal(number).toBigInteger().bitLength() >= Long.SIZE;
    }

    private static boolean isShortInteger(String text, int from, int end) {
        return end - from <= LONG_DIGITS && isInteger(text, from, end);
    }

    private static boolean isInteger(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    private static boolean isShortWithoutExponent(String text, int from, int end) {
        if (end - from > FLOAT_DIGITS) {
            return false;
        }
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(String number) {
        try {
            return ExactNumbers.isWhole(ExactNumbers.decimal(number));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isFinite(String number, Kind kind) {
        try {
            return kind == Kind.FLOAT
                    ? Float.isFinite(Float.parseFloat(number))
                    : Double.isFinite(Double.parseDouble(number));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isHeld(String number, Kind kind) {
        try {
            return holds(new BigDecimal(number).longValueExact(), kind);
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean holds(long value, Kind kind) {
        return switch (kind) {
            case BYTE -> value == (byte) value;
            case SHORT -> value == (short) value;
            case INT -> value == (int) value;
            default -> true;
        };
    }
}
