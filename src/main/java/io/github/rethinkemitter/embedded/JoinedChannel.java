package io.github.rethinkemitter.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** One channel of an application that uses the server by its name. Guarded by the lock of {@link Applications}. */
final class JoinedChannel {

    final String table;
    final boolean follows;
    final Map<String, String> observed = new HashMap<>(); // the topics of observed events, by the events' ids
    final Deque<String> problems = new ArrayDeque<>(); // the newest last
    boolean connected;
    private final String channel;

    JoinedChannel(String channel, String table, boolean follows) {
        this.channel = channel;
        this.table = table;
        this.follows = follows;
    }

    void problem(String text, int max) {
        problems.remove(text); // the same problem is listed once
        problems.add(text);
        if (problems.size() > max) {
            problems.remove();
        }
    }

    long count(BiPredicate<String, String> wanted) {
        return observed.entrySet().stream()
                .filter(event -> wanted.test(event.getKey(), event.getValue()))
                .count();
    }

    @Override
    public String toString() {
        return (channel.isEmpty() ? "the default channel" : "channel \"" + channel + "\"") + " on table \"" + table
                + "\" is " + (connected ? "" : "not ") + "connected" + (follows ? "" : ", has no observers")
                + (problems.isEmpty() ? "" : ", told of " + problems);
    }
}
