package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettledOrdinalsTest {

    @Test
    void anEventThatIsSettledEarlyCountsWhenAllBeforeItAreSettled() {
        var settled = new SettledOrdinals();

        settled.add(3);
        settled.add(1);

        assertThat(settled.upTo()).isEqualTo(1);
        settled.add(2);
        assertThat(settled.upTo()).isEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theLastOrdinalBeforeTheFirstUnsettledOneIsKnownInAnyOrder(long seed) {
        List<Long> ordinals =
                new ArrayList<>(LongStream.rangeClosed(1, 1_000).boxed().toList());
        Collections.shuffle(ordinals, new Random(seed));
        var settled = new SettledOrdinals();
        var open = new TreeSet<>(ordinals);

        for (long ordinal : ordinals) {
            settled.add(ordinal);
            open.remove(ordinal);

            assertThat(settled.upTo()).isEqualTo(open.isEmpty() ? 1_000 : open.first() - 1);
        }
    }
}
