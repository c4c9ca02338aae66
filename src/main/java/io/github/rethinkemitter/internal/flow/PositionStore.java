package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** The lasting positions of subscribers, stored beside the events. */
public interface PositionStore {

    /** Makes this owner the only one who may write the subscriber's position, and reads it. */
    PositionClaim claim(Subscription subscription) throws IOException;

    /**
     * Writes how far an owner has come, never an older position than it wrote before. Returns at once; the stage never
     * completes exceptionally.
     *
     * @param lasting whether the position must be safe from a power failure by the time the stage completes
     */
    CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting);

    /**
     * A subscriber that has a lasting name.
     *
     * @param name the lasting name
     * @param owner identifies the process uniquely
     */
    record Subscription(String name, String owner) {}
}
