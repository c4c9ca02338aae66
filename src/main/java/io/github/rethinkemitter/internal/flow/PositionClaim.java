package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber finds when it takes its lasting position.
 *
 * @param bookmark how far it has come; null for a new subscriber
 * @param sweptUpTo events older than this may have been deleted; {@code Instant.MIN} when none have been
 */
public record PositionClaim(@Nullable Bookmark bookmark, Instant sweptUpTo) {}
