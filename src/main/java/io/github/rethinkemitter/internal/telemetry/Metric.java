package io.github.rethinkemitter.internal.telemetry;

/** Counters and timers. Their names are those of the messaging conventions where these have one. */
enum Metric {
    TRIGGERED("rethink.emitter.triggered.events", Unit.EVENTS, Operation.TRIGGER, "Events that were triggered"),
    SENT(
            "messaging.client.sent.messages",
            Unit.MESSAGES,
            Operation.TRIGGER,
            "Events that were stored or, with error.type, were not"),
    OPERATION_DURATION(
            "messaging.client.operation.duration", Unit.SECONDS, Operation.TRIGGER, "From the trigger to its outcome"),
    CONSUMED("messaging.client.consumed.messages", Unit.MESSAGES, Operation.PROCESS, "Calls of observers"),
    PROCESS_DURATION("messaging.process.duration", Unit.SECONDS, Operation.PROCESS, "How long calls of observers take"),
    PARKED("rethink.emitter.parked.events", Unit.EVENTS, Operation.NONE, "Events that were parked for an observer"),
    MISSED("rethink.emitter.missed.events", Unit.EVENTS, Operation.NONE, "Events that were reported as missed"),
    RECONNECTS("rethink.emitter.reconnects", Unit.RECONNECTS, Operation.NONE, "How often the connection came back");

    final String label;
    final Unit unit;
    final Operation operation;
    final String description;

    Metric(String label, Unit unit, Operation operation, String description) {
        this.label = label;
        this.unit = unit;
        this.operation = operation;
        this.description = description;
    }

    boolean isTimer() {
        return unit == Unit.SECONDS;
    }

    /** Whether its values are told apart by the class of the failure. */
    boolean hasErrorType() {
        return operation != Operation.NONE && this != TRIGGERED;
    }

    /** Whether it has values for each observer. */
    boolean isOfObserver() {
        return operation == Operation.PROCESS || this == PARKED;
    }

    /** What is measured, as the messaging conventions call it. */
    enum Operation {
        TRIGGER("trigger", "send"),
        PROCESS("process", "process"),
        NONE("", "");

        final String label;
        final String type;

        Operation(String label, String type) {
            this.label = label;
            this.type = type;
        }
    }
}
