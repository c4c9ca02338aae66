package io.github.rethinkemitter.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a double can hold.
 */
final class ExactNumbers {

    /** Readers of JSON give up on longer numbers (Parsson at 1,100 characters, Jackson at 1,000). */
    static final int MAX_LENGTH = 1_000;

    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(53);
    private static final int ALWAYS_HELD = 15;
    private static final int LONGEST_DOUBLE = 25; // characters of a double, as a database writes it
    private static final double SMALLEST_EXACT = 1e-290; // below, doubles have fewer digits

    private ExactNumbers() {}

    /** Integers beyond 2^53 are not held, whichever they are: what reads them as a double cannot tell them from their neighbours. */
    static boolean integerSurvives(String text) {
        return text.length() <= ALWAYS_HELD || new BigInteger(text).abs().compareTo(LARGEST) <= 0;
    }

    /**
     * Held is a decimal that is the shortest writing of a double: 0.1 is, its 17 digits more are not, and neither are 19.90,
     * 100.00 and 1E+3, which come back as 19.9, 100 and 1000. That of a double itself may be any.
     */
    static boolean decimalSurvives(String text) {
        double held = Double.parseDouble(text);
        if (!Double.isFinite(held) || Math.abs(held) < SMALLEST_EXACT) {
            return text.equals("-0.0"); // which only a double can be
        }
        return new BigDecimal(text).compareTo(BigDecimal.valueOf(held)) == 0
                && (isFractionWithoutZeros(text) || isLargeDouble(text));
    }

    private static boolean isFractionWithoutZeros(String text) {
        int exponent = Math.max(text.indexOf('E'), text.indexOf('e'));
        int end = exponent < 0 ? text.length() : exponent;
        return text.charAt(end - 1) != '0' && new BigDecimal(text).scale() > 0;
    }

    // As Java writes 1.0E20. A BigDecimal writes 1.0E+20.
    private static boolean isLargeDouble(String text) {
        int exponent = text.indexOf('E');
        return exponent > 0 && Character.isDigit(text.charAt(exponent + 1));
    }

    /**
     * The decimal that was stored, where the database writes the double that it made of it with more digits than it needs:
     * 813.02731 for 813.0273100000001. One in 2,000 decimals is such.
     */
    static String asStored(String text) {
        if (text.length() > LONGEST_DOUBLE) {
            return text; // no double
        }
        double held = Double.parseDouble(text);
        if (Math.abs(held) > LARGEST.doubleValue()) {
            return text;
        }
        var shortest = BigDecimal.valueOf(held).stripTrailingZeros();
        return shortest.scale() > 0 ? shortest.toString() : text;
    }

    static boolean isBeyondDoubles(String text) {
        return Double.isInfinite(Double.parseDouble(text));
    }

    /**
     * The number itself. Throws {@link NumberFormatException} when it is longer than any that this library writes: the time
     * that it takes grows with the square of its length. So it does when no exponent is so large.
     */
    static BigDecimal decimal(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new NumberFormatException("a number of more than " + MAX_LENGTH + " characters");
        }
        return new BigDecimal(text);
    }

    /** The number as an application expects it: {@code Long} or {@code BigInteger} when it is whole, else {@code BigDecimal}. */
    static Number plain(String text) {
        return plain(decimal(text));
    }

    /** Whether it is a whole number that is not too long to be written out. */
    static boolean isWhole(BigDecimal number) {
        // Beyond this an exponent would be written out as so many zeros.
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
