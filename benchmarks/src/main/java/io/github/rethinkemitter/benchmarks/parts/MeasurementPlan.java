package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import java.util.List;
import java.util.Set;

/**
 * What is measured, and for how long.
 *
 * @param cells combinations of durability, number of subscribers and size of events
 * @param rounds number of measurements of each contender
 * @param warmUp seconds of load before the first measurement of a process
 * @param settle seconds of load before each measurement
 * @param measured seconds of each measurement
 * @param backlog number of stored events that the catch-up reads
 * @param starts number of starts of each kind of application
 * @param quick whether the run is short
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

    private static final int LARGE_BYTES = 4096;

    /** The contenders that take part in a measurement. */
    public enum ContenderGroup {
        NONE,
        /** The library and the floors, which the marks compare. */
        IN_MARKS("ours", "packed", "floor", "pacedFloor", "packedFloor"),
        /** Those that also publish large events, or at half of a high rate. */
        FASTEST("ours", "packed", "floor", "packedFloor", "redis", "redisPipelined"),
        ALL;

        private final Set<String> names;

        ContenderGroup(String... names) {
            this.names = Set.of(names);
        }

        boolean contains(Contender contender) {
            return this == ALL || names.contains(contender.name());
        }
    }

    /**
     * The measurements with one durability, one number of subscribers and one size of events. They use the same processes.
     *
     * @param payloadBytes bytes of JSON of each payload
     * @param threads numbers of publishing threads, one measurement for each
     * @param contenders the contenders that are measured
     * @param latency the contenders whose latency is measured, too
     */
    public record Cell(
            boolean hard,
            int subscribers,
            int payloadBytes,
            List<Integer> threads,
            ContenderGroup contenders,
            ContenderGroup latency) {

        Cell(boolean hard, int subscribers, List<Integer> threads, ContenderGroup contenders, ContenderGroup latency) {
            this(hard, subscribers, Payload.USUAL_BYTES, threads, contenders, latency);
        }

        String scope() {
            return hard ? "hard" : "soft";
        }
    }

    /** The number of measurements of this contender. In a quick run only the contenders in the marks have more than one. */
    int rounds(Contender contender) {
        return quick && !ContenderGroup.IN_MARKS.contains(contender) ? 1 : rounds;
    }

    /** This count, or 1 in a quick run. */
    int unlessQuick(int count) {
        return quick ? 1 : count;
    }

    /** This plan with only the first cells. */
    public MeasurementPlan cells(int count) {
        return new MeasurementPlan(cells.subList(0, count), rounds, warmUp, settle, measured, backlog, starts, quick);
    }

    /** A plan for about four minutes. */
    public static final MeasurementPlan QUICK = new MeasurementPlan(
            List.of(
                    new Cell(true, 1, List.of(4), ContenderGroup.ALL, ContenderGroup.ALL),
                    new Cell(true, 8, List.of(4), ContenderGroup.IN_MARKS, ContenderGroup.NONE),
                    new Cell(true, 2, List.of(4), ContenderGroup.IN_MARKS, ContenderGroup.NONE),
                    new Cell(true, 1, LARGE_BYTES, List.of(4), ContenderGroup.FASTEST, ContenderGroup.NONE)),
            3,
            1,
            0.3,
            1,
            50_000,
            2,
            true);

    /** A plan for about 40 minutes on two processors. The first two cells take about 20 minutes. */
    public static final MeasurementPlan FULL = new MeasurementPlan(
            List.of(
                    new Cell(true, 1, List.of(1, 4, 16), ContenderGroup.ALL, ContenderGroup.ALL),
                    new Cell(true, 8, List.of(4), ContenderGroup.ALL, ContenderGroup.NONE),
                    new Cell(true, 2, List.of(4), ContenderGroup.ALL, ContenderGroup.NONE),
                    new Cell(true, 1, LARGE_BYTES, List.of(4), ContenderGroup.FASTEST, ContenderGroup.NONE),
                    new Cell(false, 1, List.of(1, 4, 16), ContenderGroup.ALL, ContenderGroup.IN_MARKS),
                    new Cell(false, 2, List.of(4), ContenderGroup.IN_MARKS, ContenderGroup.NONE),
                    new Cell(false, 8, List.of(4), ContenderGroup.IN_MARKS, ContenderGroup.NONE)),
            3,
            4,
            0.5,
            3,
            1_000_000,
            7,
            false);
}
