package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import jakarta.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncodingTest extends CodecFixture {

    public static class Measured {
        public final double value = Double.NaN;
    }

    public static class Broken {
        public int getValue() {
            throw new IllegalStateException("broken");
        }
    }

    public static class Endless {
        public Endless getSelf() {
            return this;
        }
    }

    @Test
    void allArgumentsFollowTheTopic() {
        EncodedEvent content = encode("boop", null, 7, new Order(7, "x"), Optional.of(true), List.of(1, 2));

        assertThat(content.args()).isEqualTo("[\"beep\",\"boop\",null,7,{\"id\":7,\"name\":\"x\"},true,[1,2]]");
        assertThat(content.raw()).isNull();
        assertThat(content.headers()).isNull();
        assertThat(encode().args()).isEqualTo("[\"beep\"]");
    }

    @Test
    void aTopicIsQuoted() {
        assertThat(codec.encode(new Topic("a\"b\\c"), new Object[0], Map.of()).args())
                .isEqualTo("[\"a\\\"b\\\\c\"]");
    }

    @Test
    void aNumberThatADoubleHoldsIsStoredInArgsOnly() {
        for (Object number :
                List.of(1L << 53, -(1L << 53), 0.1, 1e300, 100.0, -0.0, 1e-9, 1e20, new BigDecimal("19.9"), 0.1f)) {
            assertThat(encode(number).raw()).as("%s", number).isNull();
        }
    }

    @Test
    void aNumberThatNoDoubleHoldsIsStoredInRawAsWell() {
        for (Object number : List.of(
                (1L << 53) + 1,
                Long.MIN_VALUE,
                new BigInteger("123456789012345678901234567890"),
                new BigDecimal("0.12345678901234567890"),
                new BigDecimal("19.90"),
                new BigDecimal("100.00"),
                new BigDecimal("0.0"),
                new BigDecimal("1E+3"),
                new BigDecimal("1E+20"),
                new BigDecimal("4.9E-324"),
                new BigDecimal("1E-400"))) {
            EncodedEvent content = encode("first", number);
            assertThat(content.raw()).isEqualTo("[\"beep\",\"first\"," + number + "]");
            assertThat(content.args()).isEqualTo(content.raw());
        }
    }

    @Test
    void aNumberBeyondTheRangeOfDoublesIsNullInArgs() {
        EncodedEvent content = encode(List.of(1, new BigDecimal("-1E+400"), 2));

        assertThat(content.args()).isEqualTo("[\"beep\",[1,null,2]]");
        assertThat(content.raw()).isEqualTo("[\"beep\",[1,-1E+400,2]]");
    }

    @Test
    void anObjectThatTheDatabaseWouldInterpretIsNullInArgs() {
        var inner = Map.of("$reql_type$", Map.of("$reql_type$", "TIME"));
        var outer = new LinkedHashMap<String, Object>(Map.of("a", List.of(inner, "ä")));

        EncodedEvent content = encode(outer, 5);

        assertThat(content.args()).isEqualTo("[\"beep\",{\"a\":[null,\"ä\"]},5]");
        assertThat(content.raw())
                .isEqualTo("[\"beep\",{\"a\":[{\"$reql_type$\":{\"$reql_type$\":\"TIME\"}},\"ä\"]},5]");
    }

    @Test
    void anObjectWithAKeyThatTheDatabaseWouldCutIsNullInArgs() {
        var cut = new LinkedHashMap<String, Object>(Map.of("a\0b", 1));

        EncodedEvent content = encode(List.of(cut, Map.of("b", "x\0y")), Map.of("$reql_type$\0", 2));

        assertThat(content.args()).isEqualTo("[\"beep\",[null,{\"b\":\"x\\u0000y\"}],null]");
        assertThat(content.raw())
                .isEqualTo("[\"beep\",[{\"a\\u0000b\":1},{\"b\":\"x\\u0000y\"}],{\"$reql_type$\\u0000\":2}]");
    }

    @Test
    void anObjectWhoseReservedKeyIsEscapedIsNullInArgsAsWell() {
        var refusals = RefusalMessages.ofArgument(new Topic("beep"), 0);

        assertThat(ArgumentCheck.check("[{\"\\u0024reql_type$\":1}]", refusals).nativeText())
                .isEqualTo("[null]");
    }

    static List<Object> valuesWithNumbersThatAreNotFinite() {
        return List.of(
                Double.NaN,
                Float.NEGATIVE_INFINITY,
                new Measured(),
                List.of(1, Double.POSITIVE_INFINITY),
                Map.of("a", Double.NaN),
                new double[] {Double.NaN});
    }

    @ParameterizedTest
    @MethodSource("valuesWithNumbersThatAreNotFinite")
    void aNumberThatIsNotFiniteIsRefused(Object value) {
        assertThatThrownBy(() -> encode("fine", value))
                .isInstanceOf(UnstorablePayloadException.class)
                .hasMessageStartingWith("RTH0103 argument 2 of topic \"beep\" holds")
                .hasMessageEndingWith("Send a finite number, or null");
    }

    @Test
    void halfASurrogatePairIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> encode(Map.of("a", List.of("x", "y\ud800"))))
                .isInstanceOf(UnstorablePayloadException.class)
                .hasMessageContaining("RTH0104 argument 1 of topic \"beep\"")
                .hasMessageContaining("at \"/a/1\"");
        assertThatThrownBy(() -> encode(Map.of("\udc00\ud800", 1))).hasMessageContaining("RTH0104");
        assertThatThrownBy(() -> codec.encode(new Topic("\ud800"), new Object[0], Map.of()))
                .hasMessageContaining("RTH0104 the name");
        assertThatThrownBy(() -> codec.encode(new Topic("beep"), new Object[0], Map.of("h", "\ud800")))
                .hasMessageContaining("RTH0104 header \"h\"");
        assertThat(encode("\ud83d\ude00").raw()).isNull();
    }

    @Test
    void anArrayOfMoreThanAHundredThousandElementsIsRefused() {
        var most = Collections.nCopies(100_000, 1);
        var tooMany = Collections.nCopies(100_001, 1);

        assertThat(encode(most).raw()).isNull();
        assertThatThrownBy(() -> encode(tooMany)).hasMessageContaining("RTH0105 argument 1");
        assertThatThrownBy(() -> encode(Map.of("a", List.of(0, tooMany))))
                .hasMessageContaining("RTH0105")
                .hasMessageContaining("at \"/a/1\"");
        assertThatThrownBy(() -> encode(tooMany.toArray())).hasMessageContaining("RTH0105 the list of arguments");
    }

    @Test
    void anObjectMayHaveAnyNumberOfFields() {
        var fields = new HashMap<String, Integer>();
        for (int i = 0; i <= ArgumentCheck.MAX_ELEMENTS; i++) {
            fields.put(Integer.toString(i, 36), 1);
        }

        assertThat(encode(fields).raw()).isNull();
    }

    @Test
    void anEventLargerThanConfiguredIsRefused() {
        assertThatThrownBy(() -> encode("x".repeat(2 << 20)))
                .isInstanceOf(UnstorablePayloadException.class)
                .hasMessageContaining("RTH0106 argument 1 of topic \"beep\" makes the event larger than 1048576 bytes");
        assertThatThrownBy(() -> encode("ä".repeat(MAX_SIZE / 2))).hasMessageContaining("RTH0106 argument 1");
        assertThatThrownBy(() -> encode("x".repeat(MAX_SIZE / 2), "x".repeat(MAX_SIZE / 2)))
                .hasMessageContaining("RTH0106 argument 2");
        assertThatThrownBy(() -> codec.encode(new Topic("beep"), new Object[] {1}, Map.of("h", "x".repeat(MAX_SIZE))))
                .hasMessageContaining("RTH0106");
        assertThatThrownBy(() -> codec.encode(new Topic("beep"), new Object[0], Map.of("h", "x".repeat(MAX_SIZE))))
                .hasMessageContaining("RTH0106 the set of headers of topic \"beep\" makes the event larger");
    }

    @Test
    void anEventMayBeExactlyAsLargeAsConfigured() {
        int quotes = 2;
        var half = "x".repeat(MAX_SIZE / 2 - quotes);

        assertThat(encode(half, half).raw()).isNull();
        assertThatThrownBy(() -> encode(half, half + "x")).hasMessageContaining("RTH0106 argument 2");
        assertThat(encode("\u00e4".repeat((MAX_SIZE - quotes) / 2)).raw()).isNull();
        assertThatThrownBy(() -> encode("\u00e4".repeat((MAX_SIZE - quotes) / 2) + "x"))
                .hasMessageContaining("RTH0106 argument 1");
    }

    @Test
    void aValueThatJsonbCannotWriteIsRefused() {
        assertThatThrownBy(() -> encode(new Broken()))
                .isInstanceOf(UnstorablePayloadException.class)
                .hasMessageStartingWith("RTH0107 argument 1 of topic \"beep\" cannot be written by JSON-B (")
                .hasCauseInstanceOf(RuntimeException.class);
        var twice = new HashMap<Object, Object>(Map.of(1, "a", "1", "b"));
        assertThatThrownBy(() -> encode(twice)).hasMessageContaining("RTH0107");
    }

    @Test
    void arraysOfAnyTypeAreWrittenAsArrays() {
        assertThat(encode((Object) new String[] {"a", "b"}).args()).isEqualTo("[\"beep\",[\"a\",\"b\"]]");
        assertThat(encode((Object) new Order[] {new Order(7, "x")}).args())
                .isEqualTo("[\"beep\",[{\"id\":7,\"name\":\"x\"}]]");
        assertThat(encode((Object) new int[][] {{1}}).args()).isEqualTo("[\"beep\",[[1]]]");
        assertThat(encode((Object) new Object[] {"a", null, 1}).args()).isEqualTo("[\"beep\",[\"a\",null,1]]");
    }

    @Test
    void aValueThatIsNestedTooDeeplyIsRefused() {
        assertThat(encode(nested(ArgumentCheck.MAX_DEPTH)).raw()).isNull();
        assertThatThrownBy(() -> encode(nested(ArgumentCheck.MAX_DEPTH + 1))).hasMessageContaining("RTH0108");
        assertThatThrownBy(() -> encode(nested(20_000))).hasMessageContaining("RTH0108");
        assertThatThrownBy(() -> encode(new Endless())).isInstanceOf(EmitterException.class);
    }

    @Test
    void aNumberThatIsTooLongForReadersIsRefused() {
        assertThatThrownBy(() -> encode(new BigInteger("1".repeat(1_001)))).hasMessageContaining("RTH0109");
        assertThat(encode(new BigInteger("1".repeat(1_000))).args()).isEqualTo("[\"beep\",null]");
    }

    @Test
    void aDecimalWhoseExponentNoReaderTakesIsRefused() {
        var beyond = new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE); // 1.0E+2147483649

        for (Object value : List.of(beyond, Json.createValue(beyond))) {
            assertThatThrownBy(() -> encode(value)).hasMessageContaining("RTH0109");
        }
        assertThat(encode(new BigDecimal("1E+2147483647")).args()).isEqualTo("[\"beep\",null]");
    }

    @Test
    void headersAreStoredAsAnObjectOfTexts() {
        EncodedEvent content = codec.encode(new Topic("beep"), new Object[0], Map.of("trace", "a\"b"));

        assertThat(content.headers()).isEqualTo("{\"trace\":\"a\\\"b\"}");
        assertThat(codec.headers(content.headers())).isEqualTo(Map.of("trace", "a\"b"));
        assertThat(codec.headers(null)).isEmpty();
        assertThat(codec.headers("{\"a\":1,\"b\":{\"c\":\"d\"},\"e\":\"f\"}")).isEqualTo(Map.of("e", "f"));
        for (String name : List.of("$reql_type$", "a\0b")) {
            assertThatThrownBy(() -> codec.encode(new Topic("beep"), new Object[0], Map.of(name, "TIME")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("RTH0102");
        }
    }

    private static List<Object> nested(int depth) {
        List<Object> value = new ArrayList<>();
        for (int i = 1; i < depth; i++) {
            value = new ArrayList<>(List.of(value));
        }
        return value;
    }
}
