package io.github.rethinkemitter.faults;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Passes to tests the {@link FaultTable} that all test classes share. JUnit closes the table after the last class. */
final class FaultTableResolver implements ParameterResolver {

    private static final Path FILE = Path.of("target", "faults.json");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FaultTable.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(FaultTableResolver.class))
                .computeIfAbsent(FaultTable.class, unused -> new FaultTable(FILE), FaultTable.class);
    }
}
