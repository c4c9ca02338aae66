package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.util.function.LongSupplier;

/**
 * What replays are run with.
 *
 * @param threads starts a thread for each replay
 * @param nanos measures time, for replays that give so many events a second
 * @param mostEvents so many events of a replay are given to the observer at a time
 * @param mostBytes so much they weigh together; a single one may weigh more
 */
public record ReplaySettings(ThreadStarter threads, LongSupplier nanos, int mostEvents, long mostBytes) {}
