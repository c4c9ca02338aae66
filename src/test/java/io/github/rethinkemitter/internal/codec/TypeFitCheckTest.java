package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.PayloadMismatchException;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that does not fit its type is refused at any depth, and never becomes another value. */
class TypeFitCheckTest {

    public record Numbers(byte b, short s, int i, long l, float f, double d) {}

    public record Others(
            char c,
            boolean z,
            @Nullable Character letter,
            @Nullable Boolean flag) {}

    public record Tree(int id, List<Tree> children) {}

    public record Box<T>(T content) {}

    public record Renamed(
            @JsonbProperty("how-many") int count,
            @JsonbTypeAdapter(Half.class) Integer half) {}

    public static class Bean {
        private int count;
        public long number;

        @JsonbTransient
        public int hidden;

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }
    }

    public static class Created {
        final int count;

        @JsonbCreator
        public Created(@JsonbProperty("n") int count) {
            this.count = count;
        }
    }

    @JsonbTypeInfo(
            key = "type",
            value = {@JsonbSubtype(alias = "dog", type = Dog.class), @JsonbSubtype(alias = "cat", type = Cat.class)})
    public interface Animal {}

    public static class Dog implements Animal {
        public int legs;
        public int name;
    }

    public static class Cat implements Animal {
        public int legs;
        public @Nullable String name;
    }

    public static class Half implements JsonbAdapter<Integer, Double> {
        @Override
        public Double adaptToJson(Integer whole) {
            return whole / 2.0;
        }

        @Override
        public Integer adaptFromJson(Double half) {
            return (int) (half * 2);
        }
    }

    // Types with arguments, by the name of a method that returns them.
    interface Types {
        List<Integer> ints();

        List<? extends Integer> wildcards();

        Map<String, Integer> counts();

        Map<String, List<Short>> nested();

        Optional<Integer> optional();

        Box<Integer> box();

        Box<List<Character>> letters();

        List<int[]>[] arrays();
    }

    static List<List<Object>> valuesThatDoNotFitTheirTypes() {
        return List.of(
                List.of("{\"i\":3000000000}", Numbers.class),
                List.of("{\"i\":5.5}", Numbers.class),
                List.of("{\"i\":18446744073709551621}", Numbers.class),
                List.of("{\"i\":null}", Numbers.class),
                List.of("{\"l\":99999999999999999999}", Numbers.class),
                List.of("{\"l\":1e30}", Numbers.class),
                List.of("{\"l\":1e900000000}", Numbers.class),
                List.of("{\"l\":1e99999999999}", Numbers.class),
                List.of("{\"l\":0." + "0".repeat(2_000_000) + "}", Numbers.class),
                List.of("{\"s\":40000}", Numbers.class),
                List.of("{\"s\":4294967297}", Numbers.class),
                List.of("{\"s\":5.5}", Numbers.class),
                List.of("{\"b\":128}", Numbers.class),
                List.of("{\"d\":1e400}", Numbers.class),
                List.of("{\"f\":1e39}", Numbers.class),
                List.of("{\"f\":" + "9".repeat(40) + "}", Numbers.class),
                List.of("{ \"b\" : 1 , \"x\" : { \"i\" : [ 1e400 ] } , \"\\u0069\" : 5.5 }", Numbers.class),
                List.of("{\"c\":\"boop\"}", Others.class),
                List.of("{\"c\":\"\"}", Others.class),
                List.of("{\"c\":\"\ud83d\ude00\"}", Others.class),
                List.of("{\"c\":5}", Others.class),
                List.of("{\"letter\":\"boop\"}", Others.class),
                List.of("{\"z\":\"boop\"}", Others.class),
                List.of("{\"z\":1}", Others.class),
                List.of("{\"flag\":0}", Others.class),
                List.of("{\"flag\":\"true\"}", Others.class),
                List.of("{\"id\":1,\"children\":[{\"id\":2},{\"id\":5.5}]}", Tree.class),
                List.of("{\"how-many\":5.5}", Renamed.class),
                List.of("{\"count\":5.5}", Bean.class),
                List.of("{\"number\":5.5}", Bean.class),
                List.of("{\"n\":5.5}", Created.class),
                List.of("{\"type\":\"dog\",\"legs\":5.5}", Animal.class),
                List.of("[1,3000000000]", int[].class),
                List.of("[1,null]", int[].class),
                List.of("[[1],[5.5]]", long[][].class),
                List.of("[\"ab\"]", char[].class),
                List.of("[1]", boolean[].class),
                List.of("[{\"i\":5.5}]", Numbers[].class),
                List.of("[1,3000000000]", type("ints")),
                List.of("[5.5]", type("wildcards")),
                List.of("{\"a\":3000000000}", type("counts")),
                List.of("{\"a\":[1,40000]}", type("nested")),
                List.of("3000000000", type("optional")),
                List.of("{\"content\":5.5}", type("box")),
                List.of("{\"content\":[\"ab\"]}", type("letters")),
                List.of("[[[1],[5.5]]]", type("arrays")),
                List.of("\"boop\"", char.class),
                List.of("\"\ud83d\ude00\"", Character.class));
    }

    @ParameterizedTest
    @MethodSource("valuesThatDoNotFitTheirTypes")
    void aValueThatDoesNotFitItsTypeIsRefused(List<Object> misfit) {
        for (var implementation : Implementation.values()) {
            assertThatThrownBy(() -> read(implementation, misfit.get(0), (Type) misfit.get(1)))
                    .as("%s", implementation)
                    .isInstanceOf(PayloadMismatchException.class)
                    .hasMessageStartingWith("RTH0401 argument 1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatFitsItsTypeIsRead(Implementation json) {
        assertThat(read(json, "{\"b\":-128,\"s\":32767,\"i\":-2147483648,\"l\":-9223372036854775808}", Numbers.class))
                .isEqualTo(new Numbers((byte) -128, (short) 32767, Integer.MIN_VALUE, Long.MIN_VALUE, 0, 0));
        assertThat(read(json, "{\"f\":3.4e38,\"d\":1.7e308,\"x\":1e400}", Numbers.class))
                .isEqualTo(new Numbers((byte) 0, (short) 0, 0, 0, 3.4e38f, 1.7e308));
        assertThat(read(json, "{\"c\":\"\\u00e4\",\"z\":true,\"letter\":\"\\\"\",\"flag\":null}", Others.class))
                .isEqualTo(new Others('ä', true, '"', null));
        assertThat(read(json, "{\"how-many\":5,\"half\":2.5}", Renamed.class)).isEqualTo(new Renamed(5, 5));
        assertThat(((Bean) read(json, "{\"hidden\":5.5,\"count\":7}", Bean.class)).getCount())
                .isEqualTo(7);
        assertThat(((Created) read(json, "{\"n\":7}", Created.class)).count).isEqualTo(7);
        assertThat(((Cat) read(json, "{\"type\":\"cat\",\"legs\":4,\"name\":\"x\"}", Animal.class)).name)
                .isEqualTo("x");
        assertThat(read(json, "[]", int[].class)).isEqualTo(new int[0]);
        assertThat(read(json, " [ 1 , 2 ] ", type("ints"))).isEqualTo(List.of(1, 2));
        assertThat(read(json, "5", type("optional"))).isEqualTo(Optional.of(5));
    }

    @Test
    void theCauseNamesThePropertyButNotItsValue() {
        assertThatThrownBy(() -> read(Implementation.YASSON, "{\"id\":1,\"children\":[{\"id\":5.5}]}", Tree.class))
                .hasRootCauseMessage("what is in \"id\" does not fit int");
    }

    @Test
    void aTreeThatIsTooDeepForTheStackIsRefused() {
        var deep = "{\"children\":[".repeat(100_000) + "]}".repeat(100_000);

        assertThatThrownBy(() -> read(Implementation.YASSON, deep, Tree.class))
                .isInstanceOf(PayloadMismatchException.class);
    }

    private static Object read(Implementation implementation, Object json, Type type) {
        return implementation.codec().decode(CodecFixture.foreign("[\"beep\"," + json + "]"), 0, type);
    }

    private static Type type(String method) {
        try {
            return Types.class.getDeclaredMethod(method).getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
