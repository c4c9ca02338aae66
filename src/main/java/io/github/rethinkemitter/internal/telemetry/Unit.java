package io.github.rethinkemitter.internal.telemetry;

/** What a metric counts or measures. */
enum Unit {
    SECONDS("seconds", "s"),
    EVENTS("events", "{event}"),
    MESSAGES("messages", "{message}"),
    CALLS("calls", "{call}"),
    RECONNECTS("reconnects", "{reconnect}");

    /** As Micrometer has units. */
    final String plural;
    /** As OpenTelemetry has them: the Unified Code for Units of Measure. */
    final String ucum;

    Unit(String plural, String ucum) {
        this.plural = plural;
        this.ucum = ucum;
    }
}
