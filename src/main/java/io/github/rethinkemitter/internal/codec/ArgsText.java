package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.JsonWriter.Outcome;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.json.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * The JSON array of topic and arguments while it is written: exactly and, as soon as an argument differs, also as the
 * database can hold it.
 */
final class ArgsText {

    private static final long MOST_BYTES = 3; // of a character in UTF-8; a surrogate pair has four

    private final Topic topic;
    private final StringBuilder exact;
    private @Nullable StringBuilder stored; // null as long as both texts are the same
    private boolean isExact = true;
    private int arguments;
    private int start; // of the current argument
    private int counted; // the bytes of the arguments are counted up to here
    private long bytes; // with the commas

    /** @param empty a text to write to */
    ArgsText(Topic topic, StringBuilder empty) {
        this.topic = topic;
        this.exact = JsonString.quote(topic.name(), empty.append('['));
        this.counted = exact.length();
    }

    /** Begins an argument. Its JSON is to be appended to the text that is returned. */
    StringBuilder beginArgument() {
        arguments++;
        start = exact.append(',').length();
        return exact;
    }

    /** Ends the argument. Refuses it when it cannot be stored. */
    void endArgument(Outcome outcome, RefusalMessages refusals) {
        if (outcome == Outcome.UNCHECKED) {
            var text = exact.substring(start);
            var checked = ArgumentCheck.check(text, refusals);
            add(checked.isExact(), checked.nativeText().equals(text) ? null : checked.nativeText());
        } else {
            add(outcome == Outcome.KEPT, null);
        }
    }

    private void add(boolean isKept, @Nullable String different) {
        isExact &= isKept;
        if (stored == null && different != null) {
            stored = new StringBuilder(exact.length()).append(exact, 0, start - 1);
        }
        if (stored != null) {
            stored.append(',').append(different == null ? exact.substring(start) : different);
        }
    }

    /** Whether the arguments have more bytes than this. */
    boolean isLargerThan(long limit) {
        if (exact.length() * MOST_BYTES <= limit) {
            return false;
        }
        bytes += Utf8.length(exact, counted);
        counted = exact.length();
        return bytes - arguments > limit;
    }

    EncodedEvent encoded(@Nullable String headers) {
        var exactText = exact.append(']').toString();
        var storedText = stored == null ? exactText : stored.append(']').toString();
        return new EncodedEvent(topic, storedText, isExact ? null : exactText, headers);
    }
}
