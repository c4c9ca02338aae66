package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark.Gap;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which numbers of one publisher were had: all below {@link #next}, but for the gaps that were passed. */
final class Watermark {

    // Each gap is a hole that was waited for in vain, or is older than the subscription. A document that arrives in a
    // forgotten gap is taken for a duplicate.
    static final int MAX_GAPS = 1_000;

    private final NavigableMap<Long, Long> gaps = new TreeMap<>(); // first to last, disjoint, all below next
    private long next;

    /** Nothing was had yet, and what is below {@code first} is not waited for. */
    Watermark(long first) {
        next = 1;
        passTo(first);
    }

    static Watermark of(Mark mark) {
        var had = new Watermark(mark.next());
        had.gaps.clear();
        mark.gaps().forEach(gap -> had.gaps.put(gap.first(), gap.last()));
        return had;
    }

    /** The lowest number that was neither had nor passed. */
    long next() {
        return next;
    }

    boolean has(long seq) {
        return seq < next && !isInGap(seq);
    }

    /** Passes everything below {@code first}; what of it arrives after all still counts as new. */
    void passTo(long first) {
        if (first > next) {
            gaps.put(next, first - 1);
            next = first;
            if (gaps.size() > MAX_GAPS) {
                gaps.pollFirstEntry();
            }
        }
    }

    /** Marks a number as had, and says whether it was not before. */
    boolean add(long seq) {
        if (seq >= next) {
            passTo(seq);
            next = seq + 1;
            return true;
        }
        if (!isInGap(seq)) {
            return false;
        }
        var gap = gaps.floorEntry(seq);
        gaps.remove(gap.getKey());
        if (gap.getKey() < seq) {
            gaps.put(gap.getKey(), seq - 1);
        }
        if (seq < gap.getValue()) {
            gaps.put(seq + 1, gap.getValue());
        }
        return true;
    }

    int gaps() {
        return gaps.size();
    }

    List<Gap> gapList() {
        return gaps.entrySet().stream()
                .map(gap -> new Gap(gap.getKey(), gap.getValue()))
                .toList();
    }

    private boolean isInGap(long seq) {
        var gap = gaps.floorEntry(seq);
        return gap != null && seq <= gap.getValue();
    }
}
