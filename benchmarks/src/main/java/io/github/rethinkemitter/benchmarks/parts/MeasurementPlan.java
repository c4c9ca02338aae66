package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import java.util.List;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param rounds how often each contender has its turn
 * @param warmUp seconds of load before the first measurement of a process
 * @param settle seconds of load before each measurement
 * @param measured seconds
 * @param backlog events that are stored for the catch-up
 * @param starts of each kind of application
 */
public record MeasurementPlan(
        List<Cell> cells,
        int rounds,
        double warmUp,
        double settle,
        double measured,
        int backlog,
        int starts,
        boolean quick) {

    /** Who takes part. */
    public enum Who {
        NOBODY,
        /** The library and the floor: what the marks are about. */
        MARKS,
        ALL;

        private static final Set<String> OF_MARKS = Set.of("ours", "floor");

        boolean has(Contender contender) {
            return this == ALL || this == MARKS && OF_MARKS.contains(contender.name());
        }
    }

    /**
     * What is measured with the same processes.
     *
     * @param threads one measurement for each
     * @param latency of whom latency at a rate is measured as well
     */
    public record Cell(boolean hard, int subscribers, List<Integer> threads, Who who, Who latency) {

        String scope() {
            return hard ? "hard" : "soft";
        }
    }

    /** How often this contender has its turn: in short only those of whom the marks speak have several. */
    int rounds(Contender contender) {
        return quick && !Who.MARKS.has(contender) ? 1 : rounds;
    }

    /** So many, but one in short. */
    int unlessQuick(int count) {
        return quick ? 1 : count;
    }

    /** With the first so many cells only. */
    public MeasurementPlan cells(int count) {
        return new MeasurementPlan(cells.subList(0, count), rounds, warmUp, settle, measured, backlog, starts, quick);
    }

    /** To be over within three minutes. */
    public static final MeasurementPlan QUICK = new MeasurementPlan(
            List.of(
                    new Cell(true, 1, List.of(4), Who.ALL, Who.ALL),
                    new Cell(true, 8, List.of(4), Who.MARKS, Who.NOBODY)),
            3,
            1,
            0.3,
            1,
            50_000,
            2,
            true);

    /** About half an hour on two processors, of which the first two cells take eleven minutes. */
    public static final MeasurementPlan FULL = new MeasurementPlan(
            List.of(
                    new Cell(true, 1, List.of(1, 4, 16), Who.ALL, Who.ALL),
                    new Cell(true, 8, List.of(4), Who.ALL, Who.NOBODY),
                    new Cell(false, 1, List.of(1, 4, 16), Who.ALL, Who.MARKS),
                    new Cell(true, 2, List.of(4), Who.ALL, Who.NOBODY),
                    new Cell(false, 2, List.of(4), Who.MARKS, Who.NOBODY),
                    new Cell(false, 8, List.of(4), Who.MARKS, Who.NOBODY)),
            3,
            4,
            0.5,
            3,
            1_000_000,
            7,
            false);
}
