package io.github.rethinkemitter;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How many parked events are redriven, and how fast: see {@link ParkedEvents#redrive(ParkedQuery, Redrive)}.
 *
 * <pre>{@code
 * Redrive.all()                            // all, as fast as the observer can
 * Redrive.atMost(1)                        // the one that was parked first, to see whether it works now
 * Redrive.all().perSecond(0.5)             // all, one every two seconds
 * Redrive.atMost(100).perSecond(20)        // the first hundred, within five seconds
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class Redrive {

    private static final Redrive ALL = new Redrive(null, null);

    private final @Nullable Integer limit;
    private final @Nullable Double rate;

    private Redrive(@Nullable Integer limit, @Nullable Double rate) {
        this.limit = limit;
        this.rate = rate;
    }

    /**
     * All of them.
     *
     * @return without a rate
     */
    public static Redrive all() {
        return ALL;
    }

    /**
     * So many of them at most, those that were parked first.
     *
     * @param count 1 or more
     * @return without a rate
     * @throws IllegalArgumentException RTH0550 when it is less
     */
    public static Redrive atMost(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "RTH0550 at most " + count + " parked events are to be redriven. Use a number from 1");
        }
        return new Redrive(count, null);
    }

    /**
     * So many a second at most, evenly. It is the rate of one call of {@code redrive}, for the observers of all servers together.
     *
     * @param rate more than 0; 0.1 is one in ten seconds
     * @return the same with this rate
     * @throws IllegalArgumentException RTH0550 when it is 0, negative, infinite or not a number
     */
    public Redrive perSecond(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("RTH0550 " + rate
                    + " parked events are to be redriven per second. Use a number above 0, or leave the rate out");
        }
        return new Redrive(limit, rate);
    }

    /**
     * How many at most.
     *
     * @return the number; empty for all
     */
    public OptionalInt limit() {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /**
     * How many a second.
     *
     * @return the number; empty for as fast as the observers can
     */
    public OptionalDouble rate() {
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    @Override
    public String toString() {
        return "Redrive[limit=" + limit + ", rate=" + rate + "]";
    }
}
