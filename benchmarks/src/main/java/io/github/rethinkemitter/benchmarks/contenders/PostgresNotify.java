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
 * A table and a notification with the payload, in one statement that each thread awaits; hard is
 * {@code synchronous_commit=on}, soft {@code off}.
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
    public void prepare(Scenario scene) throws SQLException {
        try (Connection connection = connect(scene);
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists " + scene.table());
            statement.execute("create table " + scene.table()
                    + " (id bigserial primary key, ts timestamptz not null default now(), payload text not null)");
        }
    }

    private static Connection connect(Scenario scene) throws SQLException {
        return DriverManager.getConnection("jdbc:" + scene.server());
    }

    /** A connection with its statement. */
    private record Prepared(Connection connection, PreparedStatement insert) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private static Prepared prepared(Scenario scene) throws SQLException {
        Connection connection = connect(scene);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit to " + (scene.hard() ? "on" : "off"));
        }
        return new Prepared(
                connection,
                connection.prepareStatement("with stored as (insert into " + scene.table()
                        + " (payload) values (?) returning payload) select pg_notify('" + scene.table()
                        + "', payload) from stored"));
    }

    @Override
    public Sender sender(Scenario scene) {
        var connections = new PerThread<>(() -> prepared(scene));
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
    public AutoCloseable receive(Scenario scene, LongConsumer sent) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < scene.subscribers(); i++) {
            Connection connection = connect(scene);
            connections.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + scene.table());
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
