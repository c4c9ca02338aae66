package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.EventSink;

/** Where a subscriber's events and its news go. */
public record Outputs(EventSink sink, ChannelListener signals) {}
