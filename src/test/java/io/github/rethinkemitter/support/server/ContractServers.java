package io.github.rethinkemitter.support.server;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the tests of a {@link ContractTest} on each server, one server after the other, and if it says so with packing. */
final class ContractServers implements ClassTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        boolean alsoPacking = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), ContractTest.class)
                .map(ContractTest::alsoPacking)
                .orElse(false);
        List<OnServer> servers = Stream.concat(
                        Stream.of(new OnServer(
                                "the embedded server", () -> new TestServer(new EmbeddedBackend()), false)),
                        RealServer.shared().stream()
                                .map(real -> new OnServer(
                                        real.name(), () -> new TestServer(new SharedBackend(real)), false)))
                .toList();
        return Stream.concat(
                servers.stream(), alsoPacking ? servers.stream().map(OnServer::withPacking) : Stream.empty());
    }

    private record OnServer(String name, Supplier<TestServer> server, boolean packing)
            implements ClassTemplateInvocationContext {

        OnServer withPacking() {
            return new OnServer(name + ", packing", server, true);
        }

        @Override
        public String getDisplayName(int invocationIndex) {
            return "on " + name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ServerPerClass(server, packing));
        }
    }
}
