package io.github.rethinkemitter.embedded.wire;

/** The types of runtime errors, with the codes that drivers turn into exception classes. */
public enum ErrorType {
    INTERNAL(1_000_000),
    RESOURCE_LIMIT(2_000_000),
    QUERY_LOGIC(3_000_000),
    NON_EXISTENCE(3_100_000),
    OP_FAILED(4_100_000),
    OP_INDETERMINATE(4_200_000),
    USER(5_000_000),
    /** {@code r.error()} without an argument. Clients get it as a logic error; only {@code default} treats it differently. */
    EMPTY_USER(3_000_000),
    PERMISSION_ERROR(6_000_000);

    private final int code;

    ErrorType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
