package io.github.rethinkemitter.benchmarks.contenders;

/**
 * What an event carries: 200 bytes of JSON.
 *
 * @param number of the event, in ten digits
 * @param sent microseconds of the machine's monotonic clock, which all processes share
 */
public record Payload(long number, String pad, long sent) {

    private static final int BYTES = 200;
    private static final int AROUND = "{\"number\":,\"pad\":\"\",\"sent\":}".length();
    private static final long TEN_DIGITS = 1_000_000_000;

    public static Payload of(long number, long sent) {
        long wide = TEN_DIGITS + number;
        int rest = BYTES - AROUND - 10 - Long.toString(sent).length();
        return new Payload(wide, "x".repeat(rest), sent);
    }

    public static long now() {
        return System.nanoTime() / 1000;
    }

    public String json() {
        return "{\"number\":" + number + ",\"pad\":\"" + pad + "\",\"sent\":" + sent + "}";
    }

    /** The time in such a JSON. */
    public static long sent(String json) {
        int at = json.lastIndexOf(':') + 1;
        return Long.parseLong(json, at, json.length() - 1, 10);
    }
}
