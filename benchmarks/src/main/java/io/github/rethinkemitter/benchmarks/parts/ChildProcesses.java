package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Starts the processes of contenders. All JVMs get the same options. */
final class ChildProcesses {

    private static final String CHILD = "io.github.rethinkemitter.benchmarks.child.";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private ChildProcesses() {}

    static Program start(String role, Contender contender, Scenario scenario, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(contender.command(role));
        if (command.isEmpty()) {
            String main = role.equals("publisher") ? "PublisherMain" : "SubscriberMain";
            command.addAll(java(contender.name() + "-" + role, jar -> true, jvmOptions));
            command.addAll(List.of(CHILD + main, contender.name()));
        }
        command.addAll(scenario.arguments());
        return new Program(contender.name() + "-" + role, command);
    }

    /**
     * The command of a JVM with a part of this JVM's class path.
     *
     * @param jars selects the entries of the class path
     * @param options options beside those that all JVMs have; {@code {name}} in them stands for the name
     */
    static List<String> java(String name, Predicate<String> jars, String... options) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jars)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m"));
        command.add("-Djava.util.logging.config.file=benchmarks/target/classes/logging.properties");
        for (String option : options) {
            command.add(option.replace("{name}", name));
        }
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
