package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Observers get values exactly, although the database stores numbers as doubles. */
@ContractTest
class ValuesIT {

    // A double holds these decimals, but the database sometimes writes a double with more digits than it needs.
    @Test
    void decimalsArriveWithTheirDigitsAndTheirScale(TestDb db) throws Exception {
        var random = new Random(7);
        var decimals = IntStream.range(0, 5_000)
                .mapToObj(i -> BigDecimal.valueOf(1L + 10L * random.nextInt(100_000_000), 1 + random.nextInt(9)))
                .toArray(BigDecimal[]::new);
        var doubles = random.doubles(1_000).toArray();
        doubles[0] = -0.0;
        doubles[1] = 100;
        doubles[2] = 1e20;
        doubles[3] = Double.MIN_VALUE;
        var scaled = new BigDecimal[] {new BigDecimal("19.90"), new BigDecimal("0.00"), new BigDecimal("1E+3")};
        List<BigDecimal[]> observed = new CopyOnWriteArrayList<>();
        List<double[]> observedDoubles = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                .observing("decimals", BigDecimal[].class, observed::add)
                .observing("doubles", double[].class, observedDoubles::add)
                .connected()) {

            a.emitter().trigger("decimals", decimals);
            a.emitter().trigger("decimals", scaled);
            a.emitter().trigger("doubles", doubles);

            await().untilAsserted(() -> assertThat(observed).containsExactly(decimals, scaled));
            await().untilAsserted(() -> assertThat(observedDoubles).containsExactly(doubles));
        }
    }

    @Test
    void anArrayIsOneArgument(TestDb db) throws Exception {
        List<RethinkEvent> seen = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                .observing("*", RethinkEvent.class, seen::add)
                .connected()) {

            a.emitter().trigger("texts", new String[] {"a", null});
            a.emitter().trigger("objects", new Object[] {"a", 1});
            a.emitter().trigger("none", new Object[0]);
            a.emitter().trigger("null", null);
            a.emitter().trigger("nothing");

            await().untilAsserted(() -> assertThat(seen)
                    .extracting(RethinkEvent::args)
                    .containsExactly(
                            List.of(Arrays.asList("a", null)),
                            List.of(List.of("a", 1L)),
                            List.of(List.of()),
                            Collections.singletonList(null),
                            List.of()));
            assertThat(seen.get(0).payload(String[].class)).containsExactly("a", null);
        }
    }

    public record Item(String name, int count) {}

    @Test
    void eachArgumentIsReadAsTheTypeThatIsAskedFor(TestDb db) throws Exception {
        List<RethinkEvent> seen = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                .observing("items", RethinkEvent.class, seen::add)
                .connected()) {

            a.emitter().trigger("items", List.of(new Item("tea", 2)), Map.of("tea", List.of(1, 2)));

            await().untilAsserted(() -> assertThat(seen).hasSize(1));
            RethinkEvent event = seen.get(0);
            List<Item> items = event.payload(new TypeLiteral<List<Item>>() {});
            Map<String, List<Integer>> counts = event.arg(1, new TypeLiteral<Map<String, List<Integer>>>() {});
            Type type = new TypeLiteral<Map<String, List<Integer>>>() {}.getType();
            assertThat(items).containsExactly(new Item("tea", 2));
            assertThat(counts).isEqualTo(Map.of("tea", List.of(1, 2)));
            assertThat(event.arg(1, type)).isEqualTo(counts);
            assertThat(event.arg(2, new TypeLiteral<List<Item>>() {})).isNull();
            assertThatThrownBy(() -> event.arg(1, new TypeLiteral<List<Item>>() {}))
                    .isInstanceOf(PayloadMismatchException.class);
        }
    }

    @Test
    void bytesAndTimesOfTheDatabaseArriveAsBytesAndInstants(TestDb db) throws Exception {
        List<byte[]> bytes = new CopyOnWriteArrayList<>();
        List<Instant> times = new CopyOnWriteArrayList<>();
        try (var a = TestApplication.on(db)
                        .observing("bytes", byte[].class, bytes::add)
                        .observing("times", Instant.class, times::add)
                        .connected();
                var outside = db.outside()) {

            outside.query(
                    "[56,[[15,[\"events\"]],{\"args\":[2,[\"bytes\",{\"$reql_type$\":\"BINARY\",\"data\":\"AQL/\"}]],"
                            + "\"ts\":[103,[]]}]]");
            outside.query("[56,[[15,[\"events\"]],{\"args\":[2,[\"times\",{\"$reql_type$\":\"TIME\",\"epoch_time\":1.5,"
                    + "\"timezone\":\"+14:00\"}]],\"ts\":[103,[]]}]]");
            outside.query("[56,[[15,[\"events\"]],{\"args\":[2,[\"times\",{\"$reql_type$\":\"TIME\",\"epoch_time\":2.5,"
                    + "\"timezone\":\"+23:59\"}]],\"ts\":[103,[]]}]]");

            await().untilAsserted(() -> assertThat(bytes).containsExactly(new byte[] {1, 2, -1}));
            await().untilAsserted(() -> assertThat(times)
                    .containsExactlyInAnyOrder(Instant.ofEpochMilli(1500), Instant.ofEpochMilli(2500)));
        }
    }
}
