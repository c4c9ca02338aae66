package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rethinkemitter.UnstorablePayloadException;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value whose content is not in its properties is refused at any depth. */
class UnwritableTypesTest extends CodecFixture {

    static List<Object> valuesWithoutContent() {
        return List.of(
                Thread.currentThread(),
                String.class,
                Stream.of("a"),
                List.of("a").iterator(),
                CompletableFuture.completedFuture("a"),
                (Supplier<String>) () -> "a",
                new ByteArrayInputStream(new byte[1]),
                ByteBuffer.allocate(1),
                new AtomicReference<>("a"),
                new ReentrantLock(),
                new ObjectMapper().createObjectNode(),
                new BitSet(),
                Locale.GERMANY,
                new Object(),
                List.of(1, Stream.of("a")),
                Map.of("a", new Object[] {Optional.of(CompletableFuture.completedFuture("a"))}));
    }

    @ParameterizedTest
    @MethodSource("valuesWithoutContent")
    void aValueWhoseContentIsNotInItsPropertiesIsRefused(Object value) {
        assertThatThrownBy(() -> encode("fine", value))
                .isInstanceOf(UnstorablePayloadException.class)
                .hasMessageStartingWith("RTH0140 argument 2 of topic \"beep\" is or holds a \"")
                .hasMessageEndingWith("Send what it stands for: a record, a list or a text");
    }

    public record Holder(Object content) {}

    public record Lines(Stream<String> lines) {}

    public static class Bean {
        private final Object hidden;

        Bean(Object hidden) {
            this.hidden = hidden;
        }

        public Object getHidden() {
            return hidden;
        }
    }

    public static class OpenBean {
        public Object open = CompletableFuture.completedFuture("a");
    }

    public static class Careful {
        @JsonbTransient
        private final Object left = Stream.of("a");

        @JsonbTypeAdapter(Count.class)
        private final Stream<String> counted = Stream.of("a", "b");

        public final transient Object unsaid = Stream.of("a");

        public Object getLeft() {
            return left;
        }

        public Stream<String> getCounted() {
            return counted;
        }

        public Careful getItself() {
            return null;
        }
    }

    public static class Count implements JsonbAdapter<Stream<String>, Long> {
        @Override
        public Long adaptToJson(Stream<String> lines) {
            return lines.count();
        }

        @Override
        public Stream<String> adaptFromJson(Long count) {
            return Stream.of();
        }
    }

    static List<Object> beansThatHoldValuesWithoutContent() {
        return List.of(
                new Holder(Stream.of("a")),
                new Lines(Stream.of("a")),
                new Bean((Supplier<String>) () -> "a"),
                new OpenBean(),
                new Holder(new ObjectMapper().createObjectNode()),
                new Holder(new Holder(new CompletableFuture<>())),
                List.of(new Holder(1), new Holder(List.of(new Bean(new AtomicReference<>("a"))))),
                Map.of("a", Optional.of(new Holder(new Object[] {1, Thread.currentThread()}))));
    }

    @ParameterizedTest
    @MethodSource("beansThatHoldValuesWithoutContent")
    void aBeanThatHoldsSuchAValueIsRefused(Object value) {
        assertThatThrownBy(() -> encode("fine", value))
                .isInstanceOf(UnstorablePayloadException.class)
                .hasMessageStartingWith("RTH0140 argument 2 of topic \"beep\" is or holds a \"");
    }

    @Test
    void aPropertyThatJsonbDoesNotWriteMayHoldAnything() {
        assertThat(encode(new Careful()).args()).isEqualTo("[\"beep\",{\"counted\":2}]");
        assertThat(encode(new Holder(null), new Holder(List.of(new Holder("a"))))
                        .args())
                .isEqualTo("[\"beep\",{},{\"content\":[{\"content\":\"a\"}]}]");
    }

    @Test
    void aCollectionThatContainsItselfIsRefused() {
        List<Object> endless = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            endless.add(endless);
        }

        assertThatThrownBy(() -> encode(endless)).isInstanceOf(UnstorablePayloadException.class);
    }

    @Test
    void typesOfTheJdkThatJsonbKnowsAreWritten() {
        var date = LocalDate.of(2026, 1, 31);

        assertThat(encode(date, ZoneId.of("UTC"), UUID.fromString("0-0-0-0-1"), new AtomicInteger(5), Map.of(1, date))
                        .args())
                .isEqualTo("[\"beep\",\"2026-01-31\",\"UTC\",\"00000000-0000-0000-0000-000000000001\",5,"
                        + "{\"1\":\"2026-01-31\"}]");
    }
}
