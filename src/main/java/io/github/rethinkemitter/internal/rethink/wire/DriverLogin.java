package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.net.Connection;
import com.rethinkdb.net.ConnectionSocket;
import com.rethinkdb.net.Response;
import com.rethinkdb.net.ResponsePump;
import com.rethinkdb.utils.Internals;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Login;
import io.github.rethinkemitter.internal.json.JsonFactories;
import java.util.concurrent.CompletableFuture;

/** The login of RethinkDB's Java driver. Nothing else of the driver's connection is used. */
final class DriverLogin extends Connection {

    static {
        // Else the driver would keep buffers, and with them the class loader of the application, in threads that log
        // in:
        // also in those of callers that read the timeline, which a server uses again after an undeployment.
        Internals.getInternalMapper().getFactory().setRecyclerPool(JsonFactories.buffers());
    }

    private DriverLogin(Builder builder) {
        super(builder);
    }

    /**
     * Logs in, on the calling thread.
     *
     * @throws RuntimeException as the driver throws it, with the reason as its cause
     */
    static void logIn(LoginSocket socket, Host host, Login login) {
        var unused = new DriverLogin(new Builder()
                        .hostname(host.name())
                        .port(host.port())
                        .user(login.user(), login.password())
                        .socketFactory((name, port, context, timeout) -> socket)
                        .pumpFactory((same, daemon) -> new NoPump()))
                .connectAsync()
                .join();
    }

    /** In the caller's thread; the driver would take one of the common pool. */
    @Override
    protected CompletableFuture<ConnectionSocket> createSocketAsync() {
        return CompletableFuture.completedFuture(socketFactory.newSocket(hostname, port, sslContext, timeout));
    }

    /** Takes the place of the driver's reader of answers, since the driver sends no queries. */
    private static final class NoPump implements ResponsePump {

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
}
