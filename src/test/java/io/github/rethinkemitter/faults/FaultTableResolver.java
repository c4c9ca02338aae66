package io.github.rethinkemitter.faults;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Passes to tests the {@link FaultTable} of their class, which may run while another JVM runs other classes. JUnit closes the
 * table after the last test of the class.
 */
final class FaultTableResolver implements ParameterResolver {

    private static final Path DIRECTORY = Path.of("target", "faults");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FaultTable.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Path file = DIRECTORY.resolve(context.getRequiredTestClass().getSimpleName() + ".json");
        return ofClass(context)
                .getStore(Namespace.create(FaultTableResolver.class))
                .computeIfAbsent(FaultTable.class, unused -> new FaultTable(file), FaultTable.class);
    }

    // A class that runs on several servers has a context for each of them below its own.
    private static ExtensionContext ofClass(ExtensionContext context) {
        ExtensionContext root = context.getRoot();
        ExtensionContext current = context;
        while (current.getParent().orElse(root) != root) {
            current = current.getParent().orElseThrow();
        }
        return current;
    }
}
