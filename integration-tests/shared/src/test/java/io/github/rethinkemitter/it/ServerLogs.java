package io.github.rethinkemitter.it;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Prints the last lines of the servers' logs if a test, or a method before it, fails. */
public final class ServerLogs implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    private static final int LINES = 300;

    /** A test class that runs servers. */
    interface Logging {

        /** The lines that each server has written, by the name of the server. */
        Map<String, List<String>> logs();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable cause) throws Throwable {
        print(context);
        throw cause;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable cause) throws Throwable {
        print(context);
        throw cause;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable cause) throws Throwable {
        print(context);
        throw cause;
    }

    private static void print(ExtensionContext context) {
        if (context.getRequiredTestInstance() instanceof Logging test) {
            test.logs().forEach((name, lines) -> {
                System.out.println("----- log of server " + name + ", the last of " + lines.size() + " lines");
                lines.stream().skip(Math.max(0, lines.size() - LINES)).forEach(System.out::println);
                System.out.println("----- end of the log of server " + name);
            });
        }
    }
}
