package io.github.rethinkemitter.benchmarks.contenders;

import com.rethinkdb.RethinkDB;
import com.rethinkdb.gen.ast.ReqlExpr;
import com.rethinkdb.model.OptArgs;
import com.rethinkdb.net.Connection;
import com.rethinkdb.net.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** RethinkDB's Java driver as its guide shows it: each thread waits for each insert, and a loop reads the changes. */
public final class PlainDriver implements Contender {

    private static final RethinkDB R = RethinkDB.r;

    @Override
    public String name() {
        return "driver";
    }

    @Override
    public String service() {
        return "rethinkdb";
    }

    @Override
    public void prepare(Scenario scenario) {
        RethinkTables.create(scenario, false);
    }

    @Override
    public void remove(Scenario scenario) {
        RethinkTables.drop(scenario);
    }

    @Override
    public Sender sender(Scenario scenario) {
        var connections = new PerThread<>(() -> RethinkTables.connect(scenario.server()));
        return new Sender() {
            @Override
            public void publish(Payload payload) throws Exception {
                Map<String, Object> body =
                        Map.of("number", payload.number(), "pad", payload.pad(), "sent", payload.sent());
                R.table(scenario.table())
                        .insert(R.hashMap("args", List.of(Scenario.TOPIC, body)).with("ts", R.now()))
                        .optArg("durability", scenario.durability())
                        .run(connections.get());
            }

            @Override
            public void close() throws Exception {
                connections.close();
            }
        };
    }

    // With other modes than AGGRESSIVE a Result of a busy feed stops.
    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) {
        ReqlExpr rows = R.table(scenario.table());
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < scenario.subscribers(); i++) {
            Connection connection = RethinkTables.connect(scenario.server());
            connections.add(connection);
            ReqlExpr query = scenario.stored() ? rows : rows.changes();
            Result<Object> result = query.run(connection, new OptArgs(), Result.FetchMode.AGGRESSIVE);
            var reader = new Thread(() -> result.forEach(row -> sent.accept(time(row, scenario))), "driver-feed");
            reader.setDaemon(true);
            reader.start();
        }
        return () -> connections.forEach(connection -> connection.close(false));
    }

    private static long time(Object row, Scenario scenario) {
        Object document = scenario.stored() ? row : ((Map<?, ?>) row).get("new_val");
        List<?> args = (List<?>) ((Map<?, ?>) document).get("args");
        return ((Number) ((Map<?, ?>) args.get(1)).get("sent")).longValue();
    }
}
