package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.flow.Unreachable;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.Reql;
import io.github.rethinkemitter.internal.rethink.schema.ChannelTables;
import io.github.rethinkemitter.internal.rethink.wire.Connector;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.UnreachableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table of RethinkDB, reached through whichever of its hosts answers. Safe for use by many threads. */
public final class RethinkStore implements EventStore {

    private final ChannelSettings settings;
    private final ConnectionSettings connection;
    private final ThreadStarter threads;
    private final AtomicBoolean saidUnguarded = new AtomicBoolean();

    // The host after the one where the last session was opened: the next attempt begins there, since that session has
    // failed.
    private final AtomicInteger first = new AtomicInteger();

    /**
     * Connects to nothing yet.
     *
     * @param threads starts two threads for each session, the "reader" and the "writer" of its socket, and a "resolver" that looks up the
     *     name of a host
     */
    public RethinkStore(ChannelSettings settings, ThreadStarter threads) {
        this.settings = settings;
        this.connection = settings.connection();
        this.threads = threads;
    }

    @Override
    public Session open() throws IOException {
        return open(this::session);
    }

    @Override
    public TableReader openReader() throws IOException {
        return open((connector, host) -> new RethinkTableReader(
                connector.connectToFollow(host),
                new Reql(settings.table()),
                settings.subscribe(),
                new MissingRights(connection.login().user())));
    }

    private interface Opener<T> {
        T open(Connector connector, Host host) throws IOException;
    }

    private <T> T open(Opener<T> opener) throws IOException {
        var connector = new Connector(connection, threads);
        List<Host> hosts = connection.hosts();
        List<IOException> failures = new ArrayList<>();
        int start = first.get();
        for (int i = 0; i < hosts.size(); i++) {
            Failures.failIfInterrupted();
            int candidate = (start + i) % hosts.size();
            try {
                T opened = opener.open(connector, hosts.get(candidate));
                first.set((candidate + 1) % hosts.size());
                return opened;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failures.add(e);
            }
        }
        throw hinted(combined(failures));
    }

    private Session session(Connector connector, Host host) throws IOException {
        QueryConnection opened = connector.connect(host);
        try {
            Reql reql = new Reql(settings.table());
            var tables = new ChannelTables(opened, settings, reql.events(), saidUnguarded);
            tables.ensure();
            return new RethinkSession(host, opened, reql, tables, settings);
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private IOException hinted(IOException failure) {
        if (connection.hint().isEmpty()) {
            return failure;
        }
        var message = String.valueOf(failure.getMessage());
        var end = message.endsWith("?") ? "" : ".";
        return failure(message + end + connection.hint(), failure, failure instanceof Unreachable);
    }

    private static IOException combined(List<IOException> failures) {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        String message = failures.stream()
                .map(IOException::getMessage)
                .collect(Collectors.joining("; ", "RTH0200 none of " + failures.size() + " hosts can be used: ", ""));
        IOException all = failure(message, null, failures.stream().allMatch(Unreachable.class::isInstance));
        failures.forEach(all::addSuppressed);
        return all;
    }

    private static IOException failure(String message, @Nullable IOException cause, boolean unreachable) {
        return unreachable ? new UnreachableException(message, cause) : new IOException(message, cause);
    }
}
