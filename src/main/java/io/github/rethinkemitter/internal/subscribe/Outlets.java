package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Signals;
import io.github.rethinkemitter.internal.flow.Sink;

/** Where a subscriber's events and its news go. */
public record Outlets(Sink sink, Signals signals) {}
