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

/** RethinkDB's Java driver as its guide shows it: each thread awaits each insert, and a loop goes through the changes. */
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
    public void prepare(Scenario scene) {
        RethinkTables.make(scene, false);
    }

    @Override
    public Sender sender(Scenario scene) {
        var connections = new PerThread<>(() -> RethinkTables.connect(scene.server()));
        return new Sender() {
            @Override
            public void publish(Payload payload) throws Exception {
                Map<String, Object> body =
                        Map.of("number", payload.number(), "pad", payload.pad(), "sent", payload.sent());
                R.table(scene.table())
                        .insert(R.hashMap("args", List.of(Scenario.TOPIC, body)).with("ts", R.now()))
                        .optArg("durability", scene.durability())
                        .run(connections.get());
            }

            @Override
            public void close() throws Exception {
                connections.close();
            }
        };
    }

    // A Result in another mode than AGGRESSIVE stops on a busy feed.
    @Override
    public AutoCloseable receive(Scenario scene, LongConsumer sent) {
        ReqlExpr rows = R.table(scene.table());
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < scene.subscribers(); i++) {
            Connection connection = RethinkTables.connect(scene.server());
            connections.add(connection);
            ReqlExpr query = scene.stored() ? rows : rows.changes();
            Result<Object> result = query.run(connection, new OptArgs(), Result.FetchMode.AGGRESSIVE);
            var reader = new Thread(() -> result.forEach(row -> sent.accept(time(row, scene))), "driver-feed");
            reader.setDaemon(true);
            reader.start();
        }
        return () -> connections.forEach(connection -> connection.close(false));
    }

    private static long time(Object row, Scenario scene) {
        Object document = scene.stored() ? row : ((Map<?, ?>) row).get("new_val");
        List<?> args = (List<?>) ((Map<?, ?>) document).get("args");
        return ((Number) ((Map<?, ?>) args.get(1)).get("sent")).longValue();
    }
}
