package io.github.rethinkemitter.it;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events that the observers of this server were called with, one line each. */
@ApplicationScoped
public class Received {

    final ApplicationLoader loader = ApplicationLoader.INSTANCE;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public void add(String line) {
        lines.add(line);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
