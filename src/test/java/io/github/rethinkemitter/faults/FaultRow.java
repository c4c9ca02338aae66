package io.github.rethinkemitter.faults;

/**
 * What came of one fault, counted over all subscribers.
 *
 * @param fault its name
 * @param server {@code embedded} or {@code real}
 * @param triggered calls of {@code trigger}
 * @param acknowledged events whose stage completed
 * @param lost acknowledged, but not observed
 * @param twice observed again, although the process was not killed
 * @param displaced observed behind a later one of the same publisher
 * @param wholeAgainSeconds from the end of the fault until every subscriber had observed an event that was triggered after
 *     it; negative if that did not happen
 */
record FaultRow(
        String fault,
        String server,
        int triggered,
        int acknowledged,
        int lost,
        int twice,
        int displaced,
        double wholeAgainSeconds) {}
