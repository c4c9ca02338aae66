package io.github.rethinkemitter.faults;

/**
 * The result of a run, summed over all subscribers.
 *
 * @param fault name of the fault
 * @param server {@code embedded} or {@code real}
 * @param triggered calls of {@code trigger}
 * @param acknowledged events whose stage completed
 * @param packed events that share a document with others
 * @param lost events that were acknowledged but not observed
 * @param twice events that were observed again although the process was not killed
 * @param displaced events that were observed after a later event of the same publisher
 * @param parked events that were stored because the failing subscriber failed on them
 * @param wholeAgainSeconds time from the end of the fault until every subscriber had observed an event triggered after it;
 *     negative if that did not happen
 */
record FaultRow(
        String fault,
        String server,
        int triggered,
        int acknowledged,
        int packed,
        int lost,
        int twice,
        int displaced,
        int parked,
        double wholeAgainSeconds) {}
