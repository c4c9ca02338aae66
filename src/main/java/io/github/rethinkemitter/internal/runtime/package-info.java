/**
 * Joins the stages of each channel and gives them a life: start, loss, return, orderly stop. Knows no container.
 *
 * <p>The feed loop waits for the dispatcher when that is full, and for a session when there is none: the session writes
 * positions and makes the table. While a lost session is replaced, the feed goes on over its own connection; while the feed
 * is opened again, events are stored. When the history of a lasting position is lost and {@code on-history-lost=fail}, events
 * are stored all the same, and the feed loop asks again at each of its attempts.
 *
 * <p>{@code Disconnected} is fired when the session or the feed is lost, {@code Reconnected} when both are back. An interrupt
 * means nothing by itself: whoever closes a stage tells it so before the interrupt, and what observers or callbacks leave
 * behind is cleared.
 *
 * <p>An application may wait for its stages in an observer of {@code Startup}, in an observer of
 * {@code @Initialized(ApplicationScoped.class)} and in the {@code @PostConstruct} method of an eager bean, because the publisher's
 * half starts with the first use. When {@code Startup} does not come within 30 s of the first event, RTH0625 says so. An observer or
 * a callback that stops the application is found on the calling thread's stack, and is not waited for. What has not ended within
 * the time of the stop is left to end by itself, and RTH0610 names it.
 *
 * <p>Lifecycle events wait in a bounded queue. Their synchronous observers are called one after another on the executor; one
 * that does not return for 30 s is left behind, and gets no further event until it returns.
 */
@NullMarked
package io.github.rethinkemitter.internal.runtime;

import org.jspecify.annotations.NullMarked;
