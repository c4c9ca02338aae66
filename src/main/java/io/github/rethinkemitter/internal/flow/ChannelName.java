package io.github.rethinkemitter.internal.flow;

/** A channel as messages name it: {@code the default channel}, whose name is the empty text, or {@code channel "audit"}. */
public record ChannelName(String name) {

    @Override
    public String toString() {
        return name.isEmpty() ? "the default channel" : "channel \"" + name + "\"";
    }
}
