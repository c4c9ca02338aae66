package io.github.rethinkemitter.page;

/** A request is not answered as it was asked for. */
final class PageRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    PageRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
