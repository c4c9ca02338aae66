package io.github.rethinkemitter.internal.cdi;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The problems of a deployment, each once, reported in one message. */
final class DeploymentProblems implements Consumer<String> {

    private final Set<String> lines = new TreeSet<>();

    @Override
    public void accept(String line) {
        lines.add(line);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String message() {
        return "RTH0502 the application cannot be deployed with the emitter for " + lines.size()
                + (lines.size() == 1 ? " reason:" : " reasons:") + "\n  " + String.join("\n  ", lines);
    }
}
