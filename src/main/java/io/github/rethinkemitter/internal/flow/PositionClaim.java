package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber finds when it takes its lasting position.
 *
 * @param bookmark how far it had come; null when it is new
 * @param swept events older than this may have been deleted; {@code Instant.MIN} when none were
 */
public record PositionClaim(@Nullable Bookmark bookmark, Instant swept) {}
