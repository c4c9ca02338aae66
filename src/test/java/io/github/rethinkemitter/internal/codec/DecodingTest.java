package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.config.BinaryDataStrategy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest extends CodecFixture {

    public static class Visit {
        @JsonbProperty("when")
        public Instant at = Instant.MIN;
    }

    @SuppressWarnings("unused")
    private static List<Order> orders() {
        return new ArrayList<>();
    }

    @Test
    void everyTypeComesBackAsItWasSent() throws ReflectiveOperationException {
        Type orders = DecodingTest.class.getDeclaredMethod("orders").getGenericReturnType();

        assertThat(back("b\"o\u0000ö\ud83d\ude00", String.class)).isEqualTo("b\"o\u0000ö\ud83d\ude00");
        assertThat(back('c', char.class)).isEqualTo('c');
        assertThat(back(new byte[] {1, -2}, byte[].class)).isEqualTo(new byte[] {1, -2});
        assertThat(back(Long.MAX_VALUE, long.class)).isEqualTo(Long.MAX_VALUE);
        assertThat(back(5, Integer.class)).isEqualTo(5);
        assertThat(back(0.1f, float.class)).isEqualTo(0.1f);
        assertThat(back(true, boolean.class)).isEqualTo(true);
        assertThat(back(new BigDecimal("1E+400"), BigDecimal.class)).isEqualTo(new BigDecimal("1E+400"));
        assertThat(back(BigInteger.TWO.pow(100), BigInteger.class)).isEqualTo(BigInteger.TWO.pow(100));
        assertThat(back(new Order(Long.MAX_VALUE, null), Order.class)).isEqualTo(new Order(Long.MAX_VALUE, null));
        assertThat(back(List.of(new Order(1, "a")), orders)).isEqualTo(List.of(new Order(1, "a")));
        assertThat(back(new Order[] {new Order(1, "a")}, Order[].class)).isEqualTo(new Order[] {new Order(1, "a")});
        assertThat(back(DayOfWeek.FRIDAY, DayOfWeek.class)).isEqualTo(DayOfWeek.FRIDAY);
        assertThat(back(LocalDate.EPOCH, LocalDate.class)).isEqualTo(LocalDate.EPOCH);
        assertThat(back(JsonValue.EMPTY_JSON_ARRAY, JsonValue.class)).isEqualTo(JsonValue.EMPTY_JSON_ARRAY);
        assertThat(back(Optional.empty(), Optional.class)).isEqualTo(Optional.empty());
        assertThat(back(null, String.class)).isNull();
        assertThat(back(null, Order.class)).isNull();
    }

    @Test
    void eachArgumentIsFoundByItsPlace() {
        StoredEvent event = foreign("[ \"beep\" , {\"a\":[1,2]} , [3] ,-4.5, \"x\",null , true]");

        assertThat(codec.decode(event, 0, JsonValue.class)).hasToString("{\"a\":[1,2]}");
        assertThat(codec.decode(event, 1, int[].class)).isEqualTo(new int[] {3});
        assertThat(codec.decode(event, 2, double.class)).isEqualTo(-4.5);
        assertThat(codec.decode(event, 3, String.class)).isEqualTo("x");
        assertThat(codec.decode(event, 4, String.class)).isNull();
        assertThat(codec.decode(event, 5, boolean.class)).isEqualTo(true);
        assertThat(codec.decode(event, 6, Order.class)).isNull();
    }

    @Test
    void anArgumentIsReadAsPlainValuesWhenTheTypeIsObject() {
        assertThat(codec.decode(foreign("[\"beep\",{\"a\":[1,2.5,null]}]"), 0, Object.class))
                .isEqualTo(Map.of("a", Arrays.asList(1L, new BigDecimal("2.5"), null)));
    }

    @Test
    void allArgumentsAfterTheTopicAreReadAsPlainValues() {
        StoredEvent event = foreign(
                "[\"beep\",1,1.0,1e3,9007199254740993,99999999999999999999,0.10,\"x\",true,null,{\"a\":{\"b\":[]}},[[1]],1e900000000]");

        assertThat(codec.values(event))
                .isEqualTo(Arrays.asList(
                        1L,
                        1L,
                        1000L,
                        9007199254740993L,
                        new BigInteger("99999999999999999999"),
                        new BigDecimal("0.10"),
                        "x",
                        true,
                        null,
                        Map.of("a", Map.of("b", List.of())),
                        List.of(List.of(1L)),
                        new BigDecimal("1E900000000")));
        assertThatThrownBy(() -> codec.values(event).clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(codec.values(foreign("[]"))).isEmpty();
        assertThat(codec.values(foreign("[\"beep\"," + "[".repeat(50_000) + "]".repeat(50_000) + "]")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1}     | java.lang.String
            [1]         | java.lang.String
            [1]         | io.github.rethinkemitter.internal.codec.CodecFixture$Order
            7           | io.github.rethinkemitter.internal.codec.CodecFixture$Order
            "x"         | io.github.rethinkemitter.internal.codec.CodecFixture$Order
            []          | jakarta.json.JsonObject
            "boop"      | java.lang.Integer
            5.5         | java.lang.Integer
            3000000000  | java.lang.Integer
            99999999999999999999 | java.lang.Long
            1e400       | java.lang.Double
            1           | java.lang.Boolean
            "boop"      | java.lang.Boolean
            "boop"      | java.time.Instant
            5           | java.lang.Character
            """)
    void aValueThatDoesNotFitTheTypeIsRefusedAndNeverChanged(String json, Class<?> type) {
        assertThatThrownBy(() -> codec.decode(foreign("[\"beep\"," + json + "]"), 0, type))
                .isInstanceOf(PayloadMismatchException.class)
                .hasMessageStartingWith("RTH0401 argument 1 of event \"id\", topic \"beep\", is a")
                .hasMessageContaining(type.getName());
    }

    @Test
    void aMissingOrNullArgumentDoesNotFitAPrimitiveType() {
        assertThatThrownBy(() -> codec.decode(foreign("[\"beep\",null]"), 0, int.class))
                .hasMessageContaining("is null and does not fit int");
        assertThatThrownBy(() -> codec.decode(foreign("[\"beep\"]"), 0, int.class))
                .hasMessageContaining("is missing and does not fit int");
    }

    @Test
    void aValueThatIsNestedTooDeeplyForJsonbIsRefused() {
        var deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);

        assertThatThrownBy(() -> codec.decode(foreign("[\"beep\"," + deep + "]"), 0, Map.class))
                .isInstanceOf(PayloadMismatchException.class);
    }

    @Test
    void aTextThatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> codec.decode(foreign("[\"beep\",{"), 0, Map.class))
                .isInstanceOf(PayloadMismatchException.class);
        assertThatThrownBy(() -> codec.decode(foreign("{}"), 0, Map.class))
                .isInstanceOf(PayloadMismatchException.class);
    }

    @Test
    void timesAndBinariesOfOtherWritersAreReadLikeTheirTexts() {
        var time = "{\"$reql_type$\":\"TIME\",\"epoch_time\":1.5,\"timezone\":\"+01:00\"}";
        StoredEvent event = foreign("[\"beep\"," + time + ",{\"when\":" + time
                + "},{\"$reql_type$\":\"BINARY\",\"data\":\"AQI=\"},{\"$reql_type$\":\"GEOMETRY\"}]");

        assertThat(codec.decode(event, 0, Instant.class)).isEqualTo(Instant.ofEpochMilli(1500));
        assertThat(codec.decode(event, 0, Date.class)).isEqualTo(Date.from(Instant.ofEpochMilli(1500)));
        assertThat(codec.decode(event, 0, OffsetDateTime.class))
                .isEqualTo(OffsetDateTime.parse("1970-01-01T01:00:01.5+01:00"));
        assertThat(((Visit) codec.decode(event, 1, Visit.class)).at).isEqualTo(Instant.ofEpochMilli(1500));
        assertThat(codec.decode(event, 2, String.class)).isEqualTo("AQI=");
        assertThat(codec.values(event).get(0)).isEqualTo("1970-01-01T01:00:01.5+01:00");
        assertThat(codec.values(event).get(3)).isEqualTo(Map.of("$reql_type$", "GEOMETRY"));
    }

    @Test
    void aBinaryOfAnotherWriterIsReadAsBytes() {
        var event = foreign("[\"beep\",{\"$reql_type$\":\"BINARY\",\"data\":\"AQL/\"},\"no Base64\"]");

        assertThat(codec.decode(event, 0, byte[].class)).isEqualTo(new byte[] {1, 2, -1});
        assertThatThrownBy(() -> codec.decode(event, 1, byte[].class)).isInstanceOf(PayloadMismatchException.class);
    }

    @SuppressWarnings("ArrayRecordComponent") // the tests are about arrays in records
    public record Photo(byte[] bytes, String name) {}

    public static class Album {
        public byte[] cover = {};
        public List<byte[]> pages = List.of();
    }

    @SuppressWarnings("unused")
    private static Map<String, List<byte[]>> binaries() {
        return Map.of();
    }

    static Stream<Arguments> stylesOfBytes() {
        return Stream.of(Implementation.values())
                .flatMap(json -> Stream.of(
                                BinaryDataStrategy.BYTE, BinaryDataStrategy.BASE_64, BinaryDataStrategy.BASE_64_URL)
                        // Johnzon does not read Base64 with the URL alphabet at every place.
                        .filter(style -> json == Implementation.YASSON || !style.equals(BinaryDataStrategy.BASE_64_URL))
                        .map(style -> Arguments.of(json, style)));
    }

    @ParameterizedTest
    @MethodSource("stylesOfBytes")
    void aBinaryOfAnotherWriterIsReadAsBytesAtAnyDepth(Implementation json, String style) throws Exception {
        var binary = "{\"$reql_type$\":\"BINARY\",\"data\":\"+/8=\"}";
        var event = foreign("[\"beep\"," + binary + ",{\"name\":\"AQI=\",\"bytes\":" + binary + "},{\"cover\":" + binary
                + ",\"pages\":[" + binary + "]},{\"a\":[" + binary + ",null]},[" + binary + "]]");
        var codecOfStyle = json.codec(new JsonbConfig().withBinaryDataStrategy(style));
        byte[] bytes = {-5, -1};

        assertThat(codecOfStyle.decode(event, 0, byte[].class)).isEqualTo(bytes);
        assertThat(((Photo) codecOfStyle.decode(event, 1, Photo.class)).bytes()).isEqualTo(bytes);
        assertThat(((Photo) codecOfStyle.decode(event, 1, Photo.class)).name()).isEqualTo("AQI=");
        assertThat(((Album) codecOfStyle.decode(event, 2, Album.class)).cover).isEqualTo(bytes);
        assertThat(((Album) codecOfStyle.decode(event, 2, Album.class)).pages.get(0))
                .isEqualTo(bytes);
        assertThat(codecOfStyle.decode(event, 4, byte[][].class)).isEqualTo(new byte[][] {bytes});
        var map = (Map<?, ?>) codecOfStyle.decode(
                event, 3, DecodingTest.class.getDeclaredMethod("binaries").getGenericReturnType());
        assertThat(((List<?>) map.get("a")).get(0)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("stylesOfBytes")
    void bytesComeBackWhateverEncodingTheApplicationHasChosen(Implementation json, String style) {
        var codecOfStyle = json.codec(new JsonbConfig().withBinaryDataStrategy(style));
        var content =
                codecOfStyle.encode(new Topic("beep"), new Object[] {new Photo(new byte[] {-5, -1, 0}, "a")}, Map.of());

        assertThat(((Photo) codecOfStyle.decode(stored(content), 0, Photo.class)).bytes())
                .isEqualTo(new byte[] {-5, -1, 0});
    }

    @Test
    void aTimeInAZoneThatJavaDoesNotHaveIsReadInUtc() {
        var event = foreign("[\"beep\",{\"$reql_type$\":\"TIME\",\"epoch_time\":1.5,\"timezone\":\"+23:59\"}]");

        assertThat(codec.decode(event, 0, Instant.class)).isEqualTo(Instant.ofEpochMilli(1500));
        assertThat(codec.decode(event, 0, OffsetDateTime.class))
                .isEqualTo(OffsetDateTime.parse("1970-01-01T00:00:01.5Z"));
    }

    @Test
    void anOptionalIsEmptyWhenTheArgumentIsMissingOrNull() {
        for (var event : List.of(foreign("[\"beep\"]"), foreign("[\"beep\",null]"))) {
            assertThat(codec.decode(event, 0, Optional.class)).isEqualTo(Optional.empty());
            assertThat(codec.decode(event, 0, OptionalInt.class)).isEqualTo(OptionalInt.empty());
            assertThat(codec.decode(event, 0, OptionalLong.class)).isEqualTo(OptionalLong.empty());
            assertThat(codec.decode(event, 0, OptionalDouble.class)).isEqualTo(OptionalDouble.empty());
        }
    }

    @Test
    void aDecimalThatTheDatabaseWritesWithTooManyDigitsIsReadAsItWasStored() {
        var event = foreign(
                "[\"beep\",813.0273100000001,{\"a\":[0.6825599999999999,\"0.6825599999999999\"]},1e-7,10000000000000000.0]");

        assertThat(codec.decode(event, 0, BigDecimal.class)).isEqualTo(new BigDecimal("813.02731"));
        assertThat(codec.decode(event, 1, JsonValue.class)).hasToString("{\"a\":[0.68256,\"0.6825599999999999\"]}");
        assertThat(codec.values(event).get(0)).isEqualTo(new BigDecimal("813.02731"));
        assertThat(codec.decode(stored(encode(new BigDecimal("813.0273100000001"))), 0, BigDecimal.class))
                .isEqualTo(new BigDecimal("813.0273100000001"));
    }

    @Test
    void anObjectThatOnlyLooksLikeATimeOfRethinkDbComesBackAsThatObject() {
        var payload = Map.of("$reql_type$", "TIME", "epoch_time", 1, "timezone", "Z");

        assertThat(back(payload, JsonObject.class)).hasToString(back(payload, JsonValue.class) + "");
        assertThat(codec.values(stored(encode(payload))))
                .isEqualTo(List.of(Map.of("$reql_type$", "TIME", "epoch_time", 1L, "timezone", "Z")));
    }

    private Object back(Object value, Type type) {
        return codec.decode(stored(encode("first", value)), 1, type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999"})
    void aNumberWithTooLargeAnExponentFitsNoType(String number) {
        assertFitsNoType(number);
    }

    @Test
    void aNumberOfAMillionDigitsFitsNoType() {
        assertFitsNoType("7".repeat(1_000_000));
        assertFitsNoType("0." + "7".repeat(1_000_000));
    }

    @Test
    void theLongestNumberThatCanBeWrittenCanBeRead() {
        String number = "0." + "7".repeat(998);

        assertThat(codec.decode(foreign("[\"beep\"," + number + "]"), 0, BigDecimal.class))
                .isEqualTo(new BigDecimal(number));
        assertThat(codec.decode(foreign("[\"beep\"," + number + "]"), 0, Number.class))
                .isEqualTo(new BigDecimal(number));
        assertThat(codec.values(foreign("[\"beep\",[" + number + "]]")))
                .containsExactly(List.of(new BigDecimal(number)));
    }

    private void assertFitsNoType(String number) {
        var event = foreign("[\"beep\"," + number + "]");
        for (Class<?> type : List.of(long.class, Double.class, Number.class, Object.class)) {
            assertThatThrownBy(() -> codec.decode(event, 0, type))
                    .isInstanceOf(PayloadMismatchException.class)
                    .hasMessageStartingWith("RTH0401");
        }
        assertThatThrownBy(() -> codec.values(foreign("[\"beep\",{\"a\":" + number + "}]")))
                .isInstanceOf(PayloadMismatchException.class);
    }
}
