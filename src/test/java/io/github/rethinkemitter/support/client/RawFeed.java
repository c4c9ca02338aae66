package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.TimeLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A changefeed (or any other unfinished sequence) of a {@link RawClient}, read document by document. */
public final class RawFeed {

    private final RawClient client;
    private final Queue<JsonNode> buffer = new ArrayDeque<>();
    private RawReply last;
    private boolean asked;

    RawFeed(RawClient client, RawReply first) {
        this.client = client;
        this.last = first;
        buffer.addAll(first.rows());
    }

    /** The reply that came last; the first one, the one with the notes, right after opening. */
    public RawReply last() {
        return last;
    }

    /** The next {@code count} documents; fewer when the time is over, or when the feed ends. */
    public List<JsonNode> take(int count, Duration time) {
        TimeLimit deadline = TimeLimit.in(time);
        List<JsonNode> taken = new ArrayList<>();
        while (taken.size() < count) {
            JsonNode next = buffer.poll();
            if (next != null) {
                taken.add(next);
            } else if (!last.isPartial() || !fill(deadline)) {
                break;
            }
        }
        return taken;
    }

    private boolean fill(TimeLimit deadline) {
        if (!asked) {
            client.send(last.token(), "[2]");
            asked = true;
        }
        if (!client.awaitReply(last.token(), deadline)) {
            return false;
        }
        last = client.reply(last.token());
        asked = false;
        if (!last.isError()) {
            buffer.addAll(last.rows());
        }
        return true;
    }

    /** Tells the server to end it and returns the last answer, whatever came before it. */
    public RawReply stop() {
        if (last.isPartial()) {
            client.send(last.token(), "[3]");
            // A CONTINUE that is still unanswered is answered by the end; the STOP then gets its own reply.
            int replies = asked ? 2 : 1;
            for (int i = 0; i < replies && last.isPartial(); i++) {
                last = client.reply(last.token());
            }
        }
        return last;
    }
}
