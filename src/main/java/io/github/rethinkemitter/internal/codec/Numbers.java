package io.github.rethinkemitter.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a double can hold. Only values count, not spelling: 1.0 is 1, and -0.0 is 0.
 */
final class Numbers {

    /** Readers of JSON give up on longer numbers (Parsson at 1,100 characters, Jackson at 1,000). */
    static final int MAX_LENGTH = 1_000;

    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(53);
    private static final int ALWAYS_HELD = 15;

    private Numbers() {}

    /** Integers beyond 2^53 are not held, whichever they are: what reads them as a double cannot tell them from their neighbours. */
    static boolean integerSurvives(String text) {
        return text.length() <= ALWAYS_HELD || new BigInteger(text).abs().compareTo(LARGEST) <= 0;
    }

    /** Held is a decimal that is the shortest writing of a double, as the database writes it: 0.1 is, its 17 digits more are not. */
    static boolean decimalSurvives(String text) {
        double held = Double.parseDouble(text);
        return Double.isFinite(held) && new BigDecimal(text).compareTo(BigDecimal.valueOf(held)) == 0;
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

    static Number plain(BigDecimal number) {
        if (number.signum() == 0) {
            return 0L;
        }
        // Beyond this an exponent would be written out as so many zeros.
        boolean tooLong = number.precision() - (long) number.scale() > MAX_LENGTH;
        if (tooLong || number.stripTrailingZeros().scale() > 0) {
            return number;
        }
        BigInteger whole = number.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }
}
