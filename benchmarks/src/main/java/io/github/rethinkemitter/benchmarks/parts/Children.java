package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Scene;
import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Starts the processes of a contender. All JVMs get the same options. */
final class Children {

    private static final String CHILD = "io.github.rethinkemitter.benchmarks.child.";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Children() {}

    static Program start(String role, Contender contender, Scene scene, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(contender.command(role));
        if (command.isEmpty()) {
            String main = role.equals("publisher") ? "PublisherMain" : "SubscriberMain";
            command.addAll(java(jar -> true));
            for (String option : jvmOptions) {
                command.add(command.size() - 2, option.replace("{name}", contender.name() + "-" + role));
            }
            command.addAll(List.of(CHILD + main, contender.name()));
        }
        command.addAll(scene.arguments());
        return new Program(contender.name() + "-" + role, command);
    }

    /** A JVM with those parts of the class path. */
    static List<String> java(Predicate<String> jars) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jars)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m"));
        command.add("-Djava.util.logging.config.file=benchmarks/target/classes/logging.properties");
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
