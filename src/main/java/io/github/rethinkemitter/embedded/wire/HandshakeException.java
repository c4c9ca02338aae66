package io.github.rethinkemitter.embedded.wire;

/** A client was refused. Code and message are those of a real server. */
public final class HandshakeException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    HandshakeException(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
