package io.github.rethinkemitter.benchmarks.contenders;

/**
 * The payload of an event: 200 bytes of JSON.
 *
 * @param number number of the event, with ten digits
 * @param pad text that makes all payloads equally long
 * @param sent time of publishing in microseconds of the machine's monotonic clock, which all processes share
 */
public record Payload(long number, String pad, long sent) {

    private static final int BYTES = 200;
    private static final int EMPTY_JSON_BYTES = "{\"number\":,\"pad\":\"\",\"sent\":}".length();
    private static final long TEN_DIGITS = 1_000_000_000;

    public static Payload of(long number, long sent) {
        long tenDigits = TEN_DIGITS + number;
        int padding = BYTES - EMPTY_JSON_BYTES - 10 - Long.toString(sent).length();
        return new Payload(tenDigits, "x".repeat(padding), sent);
    }

    public static long now() {
        return System.nanoTime() / 1000;
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
