package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.TimeLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A changefeed, or any other result that comes in parts, of a {@link RawClient}. */
public final class RawFeed {

    private final RawClient client;
    private final Queue<JsonNode> buffer = new ArrayDeque<>();
    private RawReply last;
    private boolean continueSent;

    RawFeed(RawClient client, RawReply first) {
        this.client = client;
        this.last = first;
        buffer.addAll(first.rows());
    }

    /** The last reply. Right after the feed was opened it is the first one, which has the notes. */
    public RawReply last() {
        return last;
    }

    /** The next {@code count} documents, or fewer if the time is over or the feed ends. */
    public List<JsonNode> take(int count, Duration time) {
        TimeLimit limit = TimeLimit.in(time);
        List<JsonNode> taken = new ArrayList<>();
        while (taken.size() < count) {
            JsonNode next = buffer.poll();
            if (next != null) {
                taken.add(next);
            } else if (!last.isPartial() || !awaitMore(limit)) {
                break;
            }
        }
        return taken;
    }

    private boolean awaitMore(TimeLimit limit) {
        if (!continueSent) {
            client.send(last.token(), "[2]");
            continueSent = true;
        }
        if (!client.awaitReply(last.token(), limit)) {
            return false;
        }
        last = client.reply(last.token());
        continueSent = false;
        if (!last.isError()) {
            buffer.addAll(last.rows());
        }
        return true;
    }

    /** Ends the feed and returns the last reply. */
    public RawReply stop() {
        if (last.isPartial()) {
            client.send(last.token(), "[3]");
            // The server answers a CONTINUE that is still open with the end of the feed, and then answers the STOP.
            int replies = continueSent ? 2 : 1;
            for (int i = 0; i < replies && last.isPartial(); i++) {
                last = client.reply(last.token());
            }
        }
        return last;
    }
}
