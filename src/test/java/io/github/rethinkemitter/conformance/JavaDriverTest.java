package io.github.rethinkemitter.conformance;

import static com.rethinkdb.RethinkDB.r;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rethinkdb.gen.ast.Table;
import com.rethinkdb.gen.exc.ReqlAuthError;
import com.rethinkdb.gen.exc.ReqlOpFailedError;
import com.rethinkdb.net.Connection;
import com.rethinkdb.net.Result;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The unmodified Java driver on the embedded server and on a real one. */
@ContractTest
@Timeout(60)
class JavaDriverTest {

    @Test
    void theDriverCreatesTablesFollowsInsertsReadsAndDeletes(TestDb db) throws Exception {
        try (Connection connection = connect(db)) {
            r.dbCreate(db.name()).run(connection);
            r.tableCreate("t").run(connection);
            Table table = r.table("t");
            table.indexCreate("ts").run(connection);
            table.indexWait("ts").run(connection).close();

            try (Result<Map<String, Object>> feed = follow(table, connection)) {
                assertThat(feed.next(30, TimeUnit.SECONDS)).containsEntry("state", "initializing");
                assertThat(feed.next(30, TimeUnit.SECONDS)).containsEntry("state", "ready");

                Map<?, ?> stored =
                        (Map<?, ?>) table.insert(List.of(Map.of("id", 1, "args", List.of("beep", 7L), "ts", r.now())))
                                .run(connection)
                                .single();

                assertThat(stored.get("inserted")).isEqualTo(1L);
                Map<?, ?> event = (Map<?, ?>) feed.next(30, TimeUnit.SECONDS).get("new_val");
                assertThat(event.get("args")).isEqualTo(List.of("beep", 7L));
                assertThat(event.get("ts")).isInstanceOf(OffsetDateTime.class);
            }

            Map<?, ?> gone = (Map<?, ?>) table.get(1).delete().run(connection).single();
            assertThat(gone.get("deleted")).isEqualTo(1L);
            assertThat(table.count().run(connection, Long.class).single()).isZero();
        }
    }

    @Test
    void serverErrorsBecomeTheDriversOwnExceptions(TestDb db) {
        try (Connection connection = connect(db.create())) {
            assertThatThrownBy(() -> r.table("absent").count().run(connection))
                    .isInstanceOf(ReqlOpFailedError.class)
                    .hasMessageContaining("does not exist");
        }
        assertThatThrownBy(() -> r.connection()
                        .hostname("localhost")
                        .port(db.server().port())
                        .user("admin", "wrong")
                        .connect())
                .isInstanceOf(ReqlAuthError.class);
    }

    private static Connection connect(TestDb db) {
        return r.connection()
                .hostname("localhost")
                .port(db.server().port())
                .db(db.name())
                .connect();
    }

    @SuppressWarnings("unchecked")
    private static Result<Map<String, Object>> follow(Table table, Connection connection) {
        Result<?> feed = table.between(r.now().sub(60), r.maxval())
                .optArg("index", "ts")
                .changes()
                .optArg("include_initial", true)
                .optArg("include_states", true)
                .run(connection);
        return (Result<Map<String, Object>>) feed;
    }
}
