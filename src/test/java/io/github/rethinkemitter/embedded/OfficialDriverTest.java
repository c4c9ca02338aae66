package io.github.rethinkemitter.embedded;

import static com.rethinkdb.RethinkDB.r;
import static org.assertj.core.api.Assertions.assertThat;

import com.rethinkdb.model.OptArgs;
import com.rethinkdb.net.Connection;
import com.rethinkdb.net.Result;
import com.rethinkdb.utils.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The embedded server with the unmodified Java driver. */
class OfficialDriverTest {
    private final EmbeddedRethinkDb server = EmbeddedRethinkDb.start();
    private final Connection connection = r.connection(server.uri()).connect();

    @BeforeEach
    void createTable() {
        r.dbCreate("shop").run(connection);
        r.db("shop").tableCreate("orders").run(connection);
        r.db("shop").table("orders").indexCreate("ts").run(connection);
        r.db("shop").table("orders").indexWait("ts").run(connection);
    }

    @AfterEach
    void closeAll() {
        connection.close(false);
        server.close();
    }

    @Test
    void theDriverInsertsReadsUpdatesAndDeletes() {
        var orders = r.db("shop").table("orders");

        Map<?, ?> inserted = orders.insert(r.hashMap("id", 1).with("ts", r.now()))
                .run(connection, Map.class)
                .next();
        assertThat(inserted.get("inserted")).isEqualTo(1L);

        Map<?, ?> read = orders.get(1).run(connection, Map.class).next();
        assertThat(read.get("ts")).isInstanceOf(OffsetDateTime.class);

        orders.get(1).update(r.hashMap("state", "paid")).run(connection);
        assertThat(orders.filter(r.hashMap("state", "paid"))
                        .count()
                        .run(connection, Long.class)
                        .next())
                .isEqualTo(1L);

        orders.between(r.minval(), r.now()).optArg("index", "ts").delete().run(connection);
        assertThat(orders.run(connection).toList()).isEmpty();
    }

    @Test
    void theDriverReadsSeveralBatchesInTheOrderOfAnIndex() {
        var orders = r.db("shop").table("orders");
        String filler = "x".repeat(1000);
        List<Object> documents = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            documents.add(r.hashMap("id", "o" + i).with("ts", 3000 - i).with("filler", filler));
        }
        orders.insert(documents).run(connection);

        List<Long> read = orders.orderBy()
                .optArg("index", "ts")
                .g("ts")
                .run(connection, Long.class)
                .toList();

        assertThat(read).hasSize(3000).isSorted();
    }

    // In its lazy mode this driver sometimes stalls, on a real server as well. So this test fetches aggressively.
    @Test
    void aChangefeedReportsEveryInsertOnce() throws TimeoutException {
        var orders = r.db("shop").table("orders");
        List<Object> heard = new ArrayList<>();
        try (Result<Map<?, ?>> feed = feed()) {
            for (int i = 0; i < 20; i++) {
                List<Object> batch = new ArrayList<>();
                for (int j = 0; j < 10; j++) {
                    batch.add(r.hashMap("id", i * 10 + j));
                }
                orders.insert(batch).run(connection);
                for (int j = 0; j < 10; j++) {
                    Map<?, ?> change = feed.next(30, TimeUnit.SECONDS);
                    heard.add(((Map<?, ?>) Objects.requireNonNull(change.get("new_val"))).get("id"));
                }
            }
        }

        assertThat(heard).hasSize(200).doesNotHaveDuplicates();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the driver's type references know no wildcards
    private Result<Map<?, ?>> feed() {
        return (Result) r.db("shop")
                .table("orders")
                .changes()
                .run(connection, new OptArgs(), Result.FetchMode.AGGRESSIVE, Types.mapOf(String.class, Object.class));
    }
}
