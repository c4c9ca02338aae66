package io.github.rethinkemitter.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decides which numbers the database gives back as they are, although it stores all numbers as doubles.
 */
final class ExactNumbers {

    /** Readers of JSON give up on longer numbers (Parsson at 1,100 characters, Jackson at 1,000). */
    static final int MAX_LENGTH = 1_000;

    /** The database gives back every whole number up to this. */
    static final long LARGEST_WHOLE = 1L << 53;

    /** Below, doubles have fewer digits. */
    static final double SMALLEST_EXACT = 1e-290;

    private static final BigInteger LARGEST = BigInteger.valueOf(LARGEST_WHOLE);
    private static final int ALWAYS_HELD = 15; // characters of an integer
    private static final int LONGEST_DOUBLE = 25; // characters of a double as the database writes it

    private ExactNumbers() {}

    /**
     * Whether the database gives an integer back. One beyond 2^53 counts as lost: its double may also be that of a
     * neighbour.
     */
    static boolean integerSurvives(String text) {
        return text.length() <= ALWAYS_HELD || new BigInteger(text).abs().compareTo(LARGEST) <= 0;
    }

    /**
     * Whether the database gives a decimal back with the same digits. It does if the decimal is the shortest notation of a
     * double: 0.1 is; 0.1000000000000000055 is not, and neither are 19.90, 100.00 and 1E+3, which come back as 19.9, 100
     * and 1000. A number that was a double in Java survives in any notation that {@link ExactGenerator} writes.
     */
    static boolean decimalSurvives(String text) {
        double held = Double.parseDouble(text);
        if (!Double.isFinite(held) || Math.abs(held) < SMALLEST_EXACT) {
            return text.equals("-0.0"); // only a double is written so
        }
        return new BigDecimal(text).compareTo(BigDecimal.valueOf(held)) == 0
                && (isFractionWithoutZeros(text) || isLargeDouble(text));
    }

    private static boolean isFractionWithoutZeros(String text) {
        int exponent = Math.max(text.indexOf('E'), text.indexOf('e'));
        int end = exponent < 0 ? text.length() : exponent;
        return text.charAt(end - 1) != '0' && new BigDecimal(text).scale() > 0;
    }

    // Java writes a large double as 1.0E20, and a BigDecimal as 1.0E+20.
    private static boolean isLargeDouble(String text) {
        int exponent = text.indexOf('E');
        return exponent > 0 && Character.isDigit(text.charAt(exponent + 1));
    }

    /**
     * Gives back the decimal that was stored. The database writes one in 2,000 doubles with more digits than necessary, for
     * instance 813.0273100000001 for 813.02731.
     */
    static String asStored(String text) {
        if (text.length() > LONGEST_DOUBLE) {
            return text; // longer than any double
        }
        double held = Double.parseDouble(text);
        if (Math.abs(held) > LARGEST_WHOLE) {
            return text;
        }
        var shortest = BigDecimal.valueOf(held).stripTrailingZeros();
        return shortest.scale() > 0 ? shortest.toString() : text;
    }

    static boolean isBeyondDoubles(String text) {
        return Double.isInfinite(Double.parseDouble(text));
    }

    /**
     * Reads a number. Throws {@link NumberFormatException} when the text is longer than any number that this library
     * writes, because the time to read it grows with the square of its length, and when the exponent is too large for
     * {@code BigDecimal}.
     */
    static BigDecimal decimal(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new NumberFormatException("a number of more than " + MAX_LENGTH + " characters");
        }
        return new BigDecimal(text);
    }

    /**
     * Reads a number as applications expect it: {@code Long} or {@code BigInteger} for a whole number, else {@code
     * BigDecimal}.
     */
    static Number plain(String text) {
        return plain(decimal(text));
    }

    /** Whether this is a whole number of not too many digits. */
    static boolean isWhole(BigDecimal number) {
        // A number with a large exponent would have as many digits once it is an integer.
        boolean tooLong = number.precision() - (long) number.scale() > MAX_LENGTH;
        return number.signum() == 0 || (!tooLong && number.stripTrailingZeros().scale() <= 0);
    }

    static Number plain(BigDecimal number) {
        if (number.signum() == 0) {
            return 0L;
        }
        if (!isWhole(number)) {
            return number;
        }
        BigInteger whole = number.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }
}
