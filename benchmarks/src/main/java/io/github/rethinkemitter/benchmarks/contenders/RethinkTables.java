package io.github.rethinkemitter.benchmarks.contenders;

import com.rethinkdb.RethinkDB;
import com.rethinkdb.net.Connection;
import java.net.URI;

/** Tables for the contenders that use RethinkDB, made over the driver. */
final class RethinkTables {

    static final String DB = "benchmarks";

    private static final RethinkDB R = RethinkDB.r;

    private RethinkTables() {}

    static Connection connect(URI server) {
        return R.connection(server.getAuthority().contains("@") ? server.toString() : plain(server))
                .db(DB)
                .connect();
    }

    private static String plain(URI server) {
        return "rethinkdb://" + server.getHost() + ":" + server.getPort();
    }

    static void make(Scenario scene, boolean index) {
        try (Connection connection = connect(scene.server())) {
            R.branch(R.dbList().contains(DB), null, R.dbCreate(DB)).run(connection);
            R.branch(R.tableList().contains(scene.table()), R.tableDrop(scene.table()), null)
                    .run(connection);
            R.tableCreate(scene.table()).run(connection);
            if (index) {
                R.table(scene.table()).indexCreate("ts").run(connection);
                R.table(scene.table()).indexWait("ts").run(connection);
            }
            R.table(scene.table()).wait_().run(connection);
        }
    }
}
