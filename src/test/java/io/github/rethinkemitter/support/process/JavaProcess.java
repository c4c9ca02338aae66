package io.github.rethinkemitter.support.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts main classes in another JVM, with the class path of the tests. */
public final class JavaProcess {

    private JavaProcess() {}

    /** Starts a main class with arguments. */
    public static ChildProcess start(Class<?> main, String... arguments) {
        return start(main, List.of(), arguments);
    }

    /** Starts a main class with options for the JVM, such as {@code -Drethink.emitter.table=events}. */
    public static ChildProcess start(Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1"));
        command.addAll(jvmOptions);
        // Surefire's class path is a jar with a manifest. This property has the real class path.
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return ChildProcess.start(main.getSimpleName(), command, Path.of("."), Map.of());
    }
}
