package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The problems of a configuration, each once, although named channels inherit the mistakes of the root. */
final class ConfigurationProblems {

    private final Set<String> problems = new LinkedHashSet<>();

    void add(String problem) {
        problems.add(problem);
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            var count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
            throw new ConfigurationException(
                    "RTH0501 the configuration of the emitter has " + count + ":\n  " + String.join("\n  ", problems),
                    null);
        }
    }
}
