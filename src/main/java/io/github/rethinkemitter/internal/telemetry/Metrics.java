package io.github.rethinkemitter.internal.telemetry;

/** The metrics of a channel in one API. Safe for use by many threads. */
interface Metrics {

    void count(Metric counter, long more, Labels labels);

    void record(Metric timer, long nanos, Labels labels);

    /** Shows the channel's state from now on. */
    void show(StatusReader status);

    /** Removes all that was registered. */
    void close();

    /**
     * What tells the values of a metric apart, besides the channel.
     *
     * @param observer empty where the metric is not of an observer
     * @param errorType the class of a failure; empty after a success, and where the metric has none
     */
    record Labels(String observer, String errorType) {
        static final Labels NONE = new Labels("", "");

        // Written out: JDK 17 keeps the class of a record that it has compared, and with it an application that was
        // undeployed.
        @Override
        public boolean equals(Object other) {
            return other instanceof Labels that && observer.equals(that.observer) && errorType.equals(that.errorType);
        }

        @Override
        public int hashCode() {
            return 31 * observer.hashCode() + errorType.hashCode();
        }
    }
}
