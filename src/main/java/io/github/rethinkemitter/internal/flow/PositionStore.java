package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** The lasting positions of subscribers, beside the events. */
public interface PositionStore {

    /** Makes a subscriber's position this owner's, and reads it. Whoever had it before can write it no more. */
    PositionClaim claim(Subscription subscription) throws IOException;

    /**
     * Writes how far an owner has come, never back behind what it wrote before. Returns at once; the stage never completes
     * exceptionally.
     *
     * @param lasting whether it must have survived a power failure when the stage completes
     */
    CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting);

    /**
     * Who subscribes.
     *
     * @param name the lasting name
     * @param owner the process, unique
     */
    record Subscription(String name, String owner) {}
}
