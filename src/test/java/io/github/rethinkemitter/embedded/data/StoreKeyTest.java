package io.github.rethinkemitter.embedded.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreKeyTest {

    @Test
    void aNumberIsEncodedBothSortableAndReadable() {
        assertThat(StoreKey.of(Datum.of(1)).latin1()).isEqualTo("Nbff0000000000000#1");
        assertThat(StoreKey.of(Datum.of(-0.0))).isEqualTo(StoreKey.of(Datum.of(0.0)));
        assertThat(StoreKey.of(Datum.of(-2.3)).latin1()).isEqualTo("N3ffd999999999999#-2.2999999999999998224");
    }

    @Test
    void aKeyOfMoreThan127BytesIsRefused() {
        assertThat(StoreKey.of(Datum.of("x".repeat(127))).latin1()).hasSize(128);
        assertThatThrownBy(() -> StoreKey.of(Datum.of("x".repeat(128))))
                .isInstanceOf(ReqlException.class)
                .hasMessageStartingWith("Primary key too long (max 127 characters): \"xxx");
    }

    @Test
    void aKeyWithAZeroByteIsRefused() {
        assertThatThrownBy(() -> StoreKey.of(Datum.of("a\0b")))
                .hasMessage("String \"a\\x00b\" (truncated) contains NULL byte at offset 1 in index key.");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void encodedKeysSortLikeTheirValues(long seed) {
        Random random = new Random(seed);
        List<Datum> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add(
                    switch (random.nextInt(3)) {
                        case 0 -> Datum.of(random.nextGaussian() * 1e6);
                        case 1 -> Datum.of(Integer.toString(random.nextInt(), 36));
                        default -> Datum.of(random.nextBoolean());
                    });
        }

        List<Datum> byKey = new ArrayList<>(values);
        byKey.sort((one, other) -> StoreKey.of(one).compareTo(StoreKey.of(other)));
        List<Datum> byValue = new ArrayList<>(values);
        byValue.sort(Ordering::compare);

        assertThat(byKey).isEqualTo(byValue);
        Collections.reverse(byValue);
        assertThat(byKey).isNotEqualTo(byValue);
    }
}
