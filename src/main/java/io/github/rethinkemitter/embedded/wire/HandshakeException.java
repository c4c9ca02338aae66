package io.github.rethinkemitter.embedded.wire;

/** The client was refused; code and text are what a real server answers. */
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
