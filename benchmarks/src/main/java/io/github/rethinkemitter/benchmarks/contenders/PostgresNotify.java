package io.github.rethinkemitter.benchmarks.contenders;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;

/**
 * PostgreSQL: one statement stores the payload in a table and notifies the subscribers. Each thread waits for each statement.
 * Hard durability is {@code synchronous_commit=on}, soft is {@code off}.
 */
public final class PostgresNotify implements Contender {

    private static final int WAIT_MILLIS = 500;

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String service() {
        return "postgres";
    }

    @Override
    public void prepare(Scenario scenario) throws SQLException {
        remove(scenario);
        execute(
                scenario,
                "create table " + scenario.table()
                        + " (id bigserial primary key, ts timestamptz not null default now(), payload text not null)");
    }

    @Override
    public void trim(Scenario scenario) throws SQLException {
        execute(scenario, "truncate " + scenario.table());
    }

    @Override
    public void remove(Scenario scenario) throws SQLException {
        execute(scenario, "drop table if exists " + scenario.table());
    }

    private static void execute(Scenario scenario, String sql) throws SQLException {
        try (Connection connection = connect(scenario);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(Scenario scenario) throws SQLException {
        return DriverManager.getConnection("jdbc:" + scenario.server());
    }

    /** A connection and its prepared statement. */
    private record Prepared(Connection connection, PreparedStatement insert) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private static Prepared prepared(Scenario scenario) throws SQLException {
        Connection connection = connect(scenario);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit to " + (scenario.hard() ? "on" : "off"));
        }
        return new Prepared(
                connection,
                connection.prepareStatement("with stored as (insert into " + scenario.table()
                        + " (payload) values (?) returning payload) select pg_notify('" + scenario.table()
                        + "', payload) from stored"));
    }

    @Override
    public Sender sender(Scenario scenario) {
        var connections = new PerThread<>(() -> prepared(scenario));
        return new Sender() {
            @Override
            public void publish(Payload payload) throws Exception {
                PreparedStatement insert = connections.get().insert();
                insert.setString(1, payload.json());
                insert.execute();
            }

            @Override
            public void close() throws Exception {
                connections.close();
            }
        };
    }

    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < scenario.subscribers(); i++) {
            Connection connection = connect(scenario);
            connections.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + scenario.table());
            }
            var reader = new Thread(() -> follow(connection, sent), "postgres-reader");
            reader.setDaemon(true);
            reader.start();
        }
        return () -> {
            for (Connection connection : connections) {
                connection.close();
            }
        };
    }

    private static void follow(Connection connection, LongConsumer sent) {
        try {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (true) {
                for (var notification : postgres.getNotifications(WAIT_MILLIS)) {
                    sent.accept(Payload.sent(notification.getParameter()));
                }
            }
        } catch (SQLException e) {
            System.err.println("postgres-reader: " + e);
        }
    }
}
