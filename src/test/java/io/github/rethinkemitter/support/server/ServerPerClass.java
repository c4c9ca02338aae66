package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.support.leaks.LeakCheck;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server for all tests of a class, and one database for each test. After a test every fault is ended, all connections
 * must be closed, and the database is dropped.
 */
final class ServerPerClass
        implements BeforeClassTemplateInvocationCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterClassTemplateInvocationCallback,
                ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ServerPerClass.class);

    private final Supplier<TestServer> start;
    private final boolean packing;
    private @Nullable TestServer server;

    ServerPerClass(Supplier<TestServer> start, boolean packing) {
        this.start = start;
        this.packing = packing;
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
        server = start.get();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        LeakCheck.exempt(context, server().threadNamePrefix());
        context.getStore(NAMESPACE).put(TestDb.class, TestDb.on(server(), packing));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestServer current = server();
        current.heal();
        try {
            LeakCheck.awaitNoConnections(current);
        } finally {
            current.dropConnections();
            Optional.ofNullable(context.getStore(NAMESPACE).get(TestDb.class, TestDb.class))
                    .ifPresent(TestDb::drop);
        }
    }

    @Override
    public void afterClassTemplateInvocation(ExtensionContext context) {
        server().close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestServer.class || type == TestDb.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestServer.class ? server() : context.getStore(NAMESPACE).get(TestDb.class);
    }

    private TestServer server() {
        if (server == null) {
            throw new IllegalStateException("the server was not started");
        }
        return server;
    }
}
