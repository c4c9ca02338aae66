package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.net.Response;
import com.rethinkdb.net.ResponsePump;
import java.util.concurrent.CompletableFuture;

/** Reads nothing: what the driver is given when only its login is wanted. */
final class LoginOnlyPump implements ResponsePump {

    @Override
    public CompletableFuture<Response> await(long token) {
        return CompletableFuture.failedFuture(new IllegalStateException("nothing is read here"));
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void shutdownPump() {}
}
