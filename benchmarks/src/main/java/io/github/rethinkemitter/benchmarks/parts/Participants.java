package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Contenders;
import io.github.rethinkemitter.benchmarks.report.Results;
import io.github.rethinkemitter.benchmarks.services.Service;
import io.github.rethinkemitter.benchmarks.services.Services;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The contenders that take part, and their servers. The results have a remark about each contender that is left out. */
public final class Participants implements AutoCloseable {

    private final Map<String, Service> services = new HashMap<>();
    private final List<Contender> contenders = new ArrayList<>();

    /**
     * Starts the servers.
     *
     * @param wanted names of contenders; empty for the default ones
     */
    public Participants(Set<String> wanted, Results results) throws InterruptedException {
        for (Contender contender : Contenders.of(wanted)) {
            add(contender, results);
        }
    }

    private void add(Contender contender, Results results) throws InterruptedException {
        try {
            var missing = contender.missing();
            if (missing.isPresent()) {
                results.remark(contender.name() + " is left out: " + missing.get());
                return;
            }
            if (!services.containsKey(contender.service())) {
                Service service = Services.start(contender.service());
                services.put(contender.service(), service);
                results.remark(contender.service() + ": " + service.description());
            }
            contenders.add(contender);
        } catch (IOException e) {
            results.remark(contender.name() + " is left out: " + e.getMessage());
        }
    }

    List<Contender> contenders() {
        return contenders;
    }

    URI server(Contender contender) {
        return services.get(contender.service()).uri();
    }

    /** Processor time of a contender's server so far, in nanoseconds, or 0 if it is not known. */
    long serverCpuNanos(Contender contender) {
        return services.get(contender.service()).cpuNanos().getAsLong();
    }

    @Override
    public void close() throws Exception {
        for (Service service : services.values()) {
            service.close();
        }
    }
}
