package io.github.rethinkemitter.benchmarks.contenders;

/**
 * The payload of an event. All payloads of a measurement have equally long JSON.
 *
 * @param number number of the event, with ten digits
 * @param pad text that gives the JSON its length
 * @param sent time of publishing: {@link #now}
 */
public record Payload(long number, String pad, long sent) {

    /** Bytes of JSON in most measurements. */
    public static final int USUAL_BYTES = 200;

    private static final long TEN_DIGITS = 1_000_000_000;
    private static final long THIRTEEN_DIGITS = 1_000_000_000_000L;
    private static final int BYTES_WITHOUT_PAD =
            new Payload(TEN_DIGITS, "", THIRTEEN_DIGITS).json().length();
    private static final String USUAL_PAD = pad(USUAL_BYTES);

    /** A payload of the usual size. */
    public static Payload of(long number, long sent) {
        return of(number, sent, USUAL_PAD);
    }

    /** @param pad what {@link #pad} returns, so that this method creates no text */
    public static Payload of(long number, long sent, String pad) {
        return new Payload(TEN_DIGITS + number, pad, sent);
    }

    /** The text with which a payload has this many bytes of JSON. */
    public static String pad(int bytes) {
        return "x".repeat(bytes - BYTES_WITHOUT_PAD);
    }

    /**
     * The time in microseconds of the machine's monotonic clock, which all processes share, and a constant that gives all
     * times thirteen digits.
     */
    public static long now() {
        return THIRTEEN_DIGITS + System.nanoTime() / 1000;
    }

    public String json() {
        return "{\"number\":" + number + ",\"pad\":\"" + pad + "\",\"sent\":" + sent + "}";
    }

    /** Reads the time from {@link #json}. */
    public static long sent(String json) {
        int at = json.lastIndexOf(':') + 1;
        return Long.parseLong(json, at, json.length() - 1, 10);
    }
}
