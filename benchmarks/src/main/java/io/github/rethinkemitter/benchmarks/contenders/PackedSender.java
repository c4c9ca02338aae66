package io.github.rethinkemitter.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;

/** Inserts the events that wait as one document, in which they are one JSON text. */
final class PackedSender extends FloorSender {

    private static final int MAX_EVENTS = 500;
    private static final int MAX_TEXT = 256 << 10; // bytes of all payloads in a document
    private static final int WAITING_PACKS = 8;
    private static final byte[] END = "]\"}".getBytes(US_ASCII);

    private final int fullPack;

    PackedSender(Scenario scenario) throws IOException {
        this(scenario, Math.min(MAX_EVENTS, MAX_TEXT / scenario.payloadBytes()));
    }

    private PackedSender(Scenario scenario, int fullPack) throws IOException {
        super(scenario, WAITING_PACKS * fullPack, fullPack);
        this.fullPack = fullPack;
    }

    @Override
    boolean maySend(int inserts, int events) {
        return inserts == 0 || inserts < MAX_INSERTS && events >= fullPack;
    }

    @Override
    byte[] encode(Payload payload) {
        return ("[\\\"" + Scenario.TOPIC + "\\\"," + payload.json().replace("\"", "\\\"") + "]").getBytes(US_ASCII);
    }

    @Override
    byte[] beforeEvents(int count) {
        String document = "{\"id\":\"" + ids.get() + "\",\"ts\":[103,[]],\"src\":\"" + src + "\",\"seq\":" + (seq + 1)
                + ",\"n\":" + count + ",\"v\":2,\"topics\":[2,[\"" + Scenario.TOPIC + "\"]],\"events\":\"[";
        seq += count;
        return document.getBytes(US_ASCII);
    }

    @Override
    byte[] afterEvents() {
        return END;
    }

    // Events get their numbers when they are sent.
    @Override
    void takeBackNumbers(int dropped) {}
}
