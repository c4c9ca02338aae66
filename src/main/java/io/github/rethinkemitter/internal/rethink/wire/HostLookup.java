package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the addresses of a host. The JVM's own look-up knows neither deadline nor interruption, and takes minutes where the
 * name service does not answer. So a thread of its own does the look-up, and the connecting thread may give up waiting for it.
 */
final class HostLookup {

    // One for each name, so that attempts to connect that give up, one after the other, do not leave a thread each.
    private static final ConcurrentMap<String, Lookup> UNDER_WAY = new ConcurrentHashMap<>();

    private final ThreadStarter threads;
    private final NameService names;

    /** The operating system's look-up, or that of a test. */
    interface NameService {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    // No record: the JVM keeps the class of the record that was compared last, and with the class its application.
    private static final class Lookup {

        private final Thread thread;
        private final CompletableFuture<InetAddress[]> answer;

        private Lookup(Thread thread, CompletableFuture<InetAddress[]> answer) {
            this.thread = thread;
            this.answer = answer;
        }

        // The server that lent the thread may have ended it.
        boolean isUnderWay() {
            return thread.isAlive() && !answer.isDone();
        }
    }

    HostLookup(ThreadStarter threads, NameService names) {
        this.threads = threads;
        this.names = names;
    }

    InetAddress[] addresses(Host host, Deadline deadline) throws IOException {
        try {
            return isAddress(host.name()) ? names.addresses(host.name()) : lookedUp(host.name(), deadline);
        } catch (TimeoutException e) {
            throw new UnreachableException(
                    "RTH0203 the name service did not tell the address of " + host
                            + " in time. Check it, or raise rethink.emitter.connect-timeout",
                    e);
        } catch (UnknownHostException e) {
            throw new UnreachableException(
                    "RTH0201 host \"" + host.name()
                            + "\" is not known. Check rethink.emitter.hosts and the name service",
                    e);
        }
    }

    private InetAddress[] lookedUp(String name, Deadline deadline) throws IOException, TimeoutException {
        Lookup lookup;
        try {
            lookup = UNDER_WAY.compute(
                    name, (same, running) -> running != null && running.isUnderWay() ? running : begin(name));
        } catch (RuntimeException e) {
            throw Failures.io(e); // no thread can be had
        }
        try {
            InetAddress[] addresses = lookup.answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            UNDER_WAY.remove(name, lookup);
            return addresses;
        } catch (ExecutionException e) {
            UNDER_WAY.remove(name, lookup);
            throw Failures.io(e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    private Lookup begin(String name) {
        var answer = new CompletableFuture<InetAddress[]>();
        return new Lookup(
                threads.start("resolver", () -> {
                    try {
                        answer.complete(names.addresses(name));
                    } catch (UnknownHostException | RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                }),
                answer);
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }
}
