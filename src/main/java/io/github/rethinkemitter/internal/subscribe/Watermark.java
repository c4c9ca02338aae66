package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark.Gap;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which numbers of one publisher have come: all below {@link #next}, except for the gaps that were skipped. */
final class Watermark {

    // Each gap is a hole that did not close in time, or is older than the subscription. A document whose number is in a
    // forgotten gap is taken for a duplicate.
    static final int MAX_GAPS = 1_000;

    private final NavigableMap<Long, Long> gaps = new TreeMap<>(); // first to last, disjoint, all below next
    private long next;

    /** No number has come yet, and those below {@code first} are not waited for. */
    Watermark(long first) {
        next = 1;
        skipTo(first);
    }

    static Watermark of(Mark mark) {
        var watermark = new Watermark(mark.next());
        watermark.gaps.clear();
        mark.gaps().forEach(gap -> watermark.gaps.put(gap.first(), gap.last()));
        return watermark;
    }

    /** The lowest number that has neither come nor been skipped. */
    long next() {
        return next;
    }

    boolean has(long seq) {
        return seq < next && !isInGap(seq);
    }

    /** Skips the missing numbers below {@code first}. An event with one of them still counts as new when it comes. */
    void skipTo(long first) {
        if (first > next) {
            gaps.put(next, first - 1);
            next = first;
            if (gaps.size() > MAX_GAPS) {
                gaps.pollFirstEntry();
            }
        }
    }

    /** Adds a number, and says whether it is new. */
    boolean add(long seq) {
        if (seq >= next) {
            skipTo(seq);
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
