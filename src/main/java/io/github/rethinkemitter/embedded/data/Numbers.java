package io.github.rethinkemitter.embedded.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text, in the two notations of a real server: that of its JSON, and C's {@code %.20g}. */
public final class Numbers {
    private static final double MAX_EXACT = 9007199254740992.0;

    private Numbers() {}

    /** Whether the number is an integer of at most 2^53. */
    public static boolean isInteger(double value) {
        return Math.rint(value) == value && Math.abs(value) <= MAX_EXACT;
    }

    private static boolean isNegativeZero(double value) {
        return value == 0 && Double.doubleToRawLongBits(value) != 0;
    }

    /** The notation of the server's JSON: integers without a point, -0.0 kept, exponents without a plus sign. */
    public static String json(double value) {
        if (isNegativeZero(value)) {
            return "-0.0";
        }
        if (isInteger(value)) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        String sign = shortest.signum() < 0 ? "-" : "";
        int point = digits.length() - shortest.scale();
        if (shortest.scale() <= 0 && point <= 21) {
            return sign + digits + "0".repeat(-shortest.scale()) + ".0";
        }
        if (point > 0 && point <= 21) {
            return sign + digits.substring(0, point) + "." + digits.substring(point);
        }
        if (point > -6 && point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return sign + digits.charAt(0) + fraction + "e" + (point - 1);
    }

    /** The notation of C's {@code %.20g}, which index keys and error texts have. */
    public static String printf(double value) {
        if (value == 0) {
            return isNegativeZero(value) ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(20, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 20) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    /** The number as an integer, as counts and positions must be, or RethinkDB's error. */
    public static long integer(double value) {
        if (!isInteger(value)) {
            String range = value < -MAX_EXACT ? " (<-2^53)" : value > MAX_EXACT ? " (>2^53)" : "";
            throw ReqlException.logic("Number not an integer" + range + ": " + printf(value));
        }
        return (long) value;
    }
}
