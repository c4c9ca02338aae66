package io.github.rethinkemitter.benchmarks.contenders;

import com.rethinkdb.RethinkDB;
import com.rethinkdb.net.Connection;
import java.net.URI;

/** Creates and drops the tables of the contenders that use RethinkDB. */
final class RethinkTables {

    static final String DB = "benchmarks";

    private static final RethinkDB R = RethinkDB.r;

    private RethinkTables() {}

    static Connection connect(URI server) {
        return R.connection(server.getAuthority().contains("@") ? server.toString() : withoutUser(server))
                .db(DB)
                .connect();
    }

    private static String withoutUser(URI server) {
        return "rethinkdb://" + server.getHost() + ":" + server.getPort();
    }

    static void create(Scenario scenario, boolean withIndex) {
        try (Connection connection = connect(scenario.server())) {
            R.branch(R.dbList().contains(DB), null, R.dbCreate(DB)).run(connection);
            drop(scenario, connection);
            R.tableCreate(scenario.table()).run(connection);
            if (withIndex) {
                R.table(scenario.table()).indexCreate("ts").run(connection);
                R.table(scenario.table()).indexWait("ts").run(connection);
            }
            R.table(scenario.table()).wait_().run(connection);
        }
    }

    static void drop(Scenario scenario) {
        try (Connection connection = connect(scenario.server())) {
            drop(scenario, connection);
        }
    }

    private static void drop(Scenario scenario, Connection connection) {
        R.branch(R.tableList().contains(scenario.table()), R.tableDrop(scenario.table()), null)
                .run(connection);
    }
}
