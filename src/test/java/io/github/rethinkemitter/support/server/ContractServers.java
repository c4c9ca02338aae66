package io.github.rethinkemitter.support.server;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the tests of a {@link ContractTest} on each server, one server after the other. */
final class ContractServers implements ClassTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return Stream.concat(
                Stream.of(new OnServer("the embedded server", () -> new TestServer(new EmbeddedBackend()))),
                RealServer.shared().stream()
                        .map(real -> new OnServer(real.name(), () -> new TestServer(new SharedBackend(real)))));
    }

    private record OnServer(String name, Supplier<TestServer> server) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocationIndex) {
            return "on " + name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ServerPerClass(server));
        }
    }
}
