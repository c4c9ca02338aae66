package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is wrong with a configuration, each thing once: a named channel inherits the mistakes of the root as well. */
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
