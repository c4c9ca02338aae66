package io.github.rethinkemitter.page;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The page on a port of this machine, where there are no servlets. Whoever has the token that was logged at the start may see it: the
 * address with the token sets a cookie.
 */
@PageBean
class LoopbackPort {

    private final PageHandler handler;
    private @Nullable LoopbackServer server; // guarded by this

    @Inject
    LoopbackPort(PageHandler handler) {
        this.handler = handler;
    }

    void start(@Observes Startup event) {
        open();
    }

    // OpenWebBeans has no Startup in Java SE.
    void initialized(@Observes @Initialized(ApplicationScoped.class) Object event) {
        open();
    }

    synchronized void open() {
        int port = handler.page().settings().port();
        if (server != null || port < 0 || (port == 0 && hasServlets())) {
            return;
        }
        try {
            server = LoopbackServer.open(handler, port);
            Log.opened(server.address());
        } catch (IOException | LinkageError e) {
            Log.notOpened(port, e);
        }
    }

    /** With the token. */
    synchronized String address() {
        return server == null ? "" : server.address();
    }

    private static boolean hasServlets() {
        try {
            Class.forName("jakarta.servlet.Servlet", false, LoopbackPort.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    @PreDestroy
    synchronized void close() {
        if (server != null) {
            server.close();
        }
    }
}
