package io.github.rethinkemitter.internal.subscribe;

import java.io.IOException;

/** Why a feed ended. Following again goes on from the position in either case. */
public sealed interface FollowEnd {

    /** The feed fell behind and some of it was dropped, on the server or here; the link is well. Follow again at once. */
    record Overflow(String message) implements FollowEnd {}

    /** The feed was aborted, or the link is gone. Follow again after a while. */
    record Lost(IOException cause) implements FollowEnd {}
}
