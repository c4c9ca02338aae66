package io.github.rethinkemitter.benchmarks.parts;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often each contender has its turn
 * @param warmUp seconds of load before the first measurement of a process
 * @param settle seconds of load before each measurement
 * @param measured seconds
 * @param backlog events that are stored for the catch-up
 */
public record Size(
        List<Cell> cells, int rounds, double warmUp, double settle, double measured, int backlog, boolean quick) {

    /**
     * What is measured with the same processes.
     *
     * @param threads one measurement for each
     * @param marksOnly whether only the library and the floor take part
     * @param latency whether latency at a rate is measured as well
     */
    public record Cell(boolean hard, int subscribers, List<Integer> threads, boolean marksOnly, boolean latency) {

        String scope() {
            return hard ? "hard" : "soft";
        }
    }

    /** With the first so many cells only. */
    public Size cells(int count) {
        return new Size(cells.subList(0, count), rounds, warmUp, settle, measured, backlog, quick);
    }

    public static final Size QUICK = new Size(
            List.of(new Cell(true, 1, List.of(4), false, true), new Cell(true, 8, List.of(4), true, false)),
            2,
            1.5,
            0.5,
            1.5,
            100_000,
            true);

    public static final Size FULL = new Size(
            List.of(
                    new Cell(true, 1, List.of(1, 4, 16), false, true),
                    new Cell(false, 1, List.of(1, 4, 16), false, true),
                    new Cell(true, 2, List.of(4), false, false),
                    new Cell(true, 8, List.of(4), false, false),
                    new Cell(false, 2, List.of(4), false, false),
                    new Cell(false, 8, List.of(4), false, false)),
            3,
            6,
            1,
            4,
            1_000_000,
            false);
}
