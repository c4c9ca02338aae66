package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.subscribe.OrderedOutput.Arrival;

/**
 * In what the first catch-up of a subscription differs from later ones.
 *
 * @param start which stored events are older than the subscription and are not delivered
 * @param readyBefore whether an earlier feed of this process was ready
 * @param reportsCatchUp whether the stored events came while this subscriber was away, and are reported as caught up
 *     on. Events that are stored while the very first feed is opened count as live
 */
record CatchUpRules(SubscriptionStart start, boolean readyBefore, boolean reportsCatchUp) {

    /** For every catch-up after the subscriber was live. */
    static final CatchUpRules LATER = new CatchUpRules(SubscriptionStart.NONE, true, true);

    static CatchUpRules first(SubscriptionStart start, boolean reportsCatchUp) {
        return new CatchUpRules(start, false, reportsCatchUp);
    }

    /** For the next catch-up, when this one became ready but was cut short by an overflow. */
    CatchUpRules afterReady() {
        return new CatchUpRules(SubscriptionStart.NONE, true, reportsCatchUp);
    }

    /** How stored events arrive. */
    Arrival arrival(SubscriptionProgress progress) {
        if (!reportsCatchUp) {
            return Arrival.LIVE;
        }
        return progress.mayRedeliver() ? Arrival.REDELIVERED : Arrival.REPLAYED;
    }
}
