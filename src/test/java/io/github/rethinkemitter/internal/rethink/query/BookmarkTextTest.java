package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Gap;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarkTextTest {

    private static final Instant POSITION = Instant.parse("2030-01-01T00:00:00.123Z");
    private static final List<String> PIECES = List.of(
            "a",
            "\"",
            "\\",
            "'",
            "]",
            "},{",
            "$reql_type$",
            "{\"$reql_type$\":\"TIME\"}",
            "\u0000",
            "\n",
            "ä",
            "😀",
            "null",
            "\u2028",
            " ",
            "0");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aWrittenBookmarkIsReadBack(long seed) throws Exception {
        Bookmark bookmark = random(new Random(seed));

        String text = BookmarkText.write(bookmark);

        String seen = BookmarkText.write(bookmark.seen());

        assertThat(BookmarkText.read(bookmark.position(), bookmark.from(), bookmark.whole(), text, List.of("[]", seen)))
                .isEqualTo(bookmark);
    }

    @Test
    void aBookmarkIsWrittenAsTheGrammarSays() {
        var bookmark = new Bookmark(
                POSITION,
                POSITION,
                Instant.ofEpochMilli(5),
                true,
                Map.of("a", new Mark(9, List.of(new Gap(2, 3), new Gap(7, 7)), Instant.ofEpochMilli(6))),
                List.of(new Seen(Instant.ofEpochMilli(7), "node")),
                true,
                0);

        String text = BookmarkText.write(bookmark);
        String seen = BookmarkText.write(bookmark.seen());

        assertThat(text).isEqualTo("{\"start\":5,\"joined\":true,\"marks\":[[\"a\",9,6,2,3,7,7]]}");
        assertThat(seen).isEqualTo("[[7,\"node\"]]");
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() throws Exception {
        String text = "{\"start\":5,\"later\":[{\"marks\":[1]}],\"marks\":[],\"more\":null}";

        Bookmark bookmark = BookmarkText.read(POSITION, POSITION, false, text, List.of());

        assertThat(bookmark)
                .isEqualTo(new Bookmark(
                        POSITION, POSITION, Instant.ofEpochMilli(5), false, Map.of(), List.of(), false, 0));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "[]", "{\"start\":", "{\"marks\":[[\"a\",null,6]]}", "{\"marks\":[[\"a\",\"9\",6]]}"})
    void aTextOfAnotherFormFails(String text) {
        assertThatThrownBy(() -> BookmarkText.read(POSITION, POSITION, false, text, List.of()))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "{}", "[[7,\"node\",1]]"})
    void aTextOfSeenDocumentsOfAnotherFormFails(String seen) {
        assertThatThrownBy(() -> BookmarkText.read(POSITION, POSITION, false, "{}", List.of(seen)))
                .isInstanceOf(IOException.class);
    }

    private static Bookmark random(Random random) {
        Map<String, Mark> marks = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            marks.put(text(random), mark(random));
        }
        List<Seen> seen = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            seen.add(new Seen(time(random), text(random)));
        }
        return new Bookmark(
                time(random), time(random), time(random), random.nextBoolean(), marks, seen, random.nextBoolean(), 0);
    }

    private static Mark mark(Random random) {
        List<Gap> gaps = new ArrayList<>();
        long next = 1;
        for (int i = random.nextInt(4); i > 0; i--) {
            long first = next + 1 + random.nextInt(1000);
            next = first + random.nextInt(3) + 1;
            gaps.add(new Gap(first, next - 1));
        }
        return new Mark(next + (random.nextLong() >>> 12), gaps, time(random));
    }

    private static Instant time(Random random) {
        return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
