package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.FailureCause;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.json.JsonString;
import java.util.Locale;

/** Writes the documents that {@link ParkQueries} describes. */
public final class ParkedDocument {

    private ParkedDocument() {}

    /** The document of an entry that is new. */
    public static String of(Subscription owner, ParkedWrite write) {
        var into = new StringBuilder(write.event().args().length() + 1024);
        into.append("{\"v\":").append(ParkQueries.VERSION);
        put("id", write.id(), into);
        put("owner", owner.name(), into);
        put("observer", write.observer(), into);
        put("state", write.state().name(), into);
        put("reason", write.reason().name(), into);
        into.append(",\"attempts\":").append(write.attempts());
        into.append(",\"first\":").append(Reql.NOW);
        into.append(",\"last\":").append(Reql.NOW);
        if (write.dueIn() != null) {
            into.append(",\"due\":").append(ReqlTerms.add(Reql.NOW, ParkQueries.bounded(write.dueIn())));
        }
        if (write.state() == ParkedState.REDRIVING) {
            put("holder", owner.owner(), into);
        }
        if (write.cause() != null) {
            cause(write.cause(), into);
        }
        if (write.group() != null) {
            put("group", write.group(), into);
            into.append(",\"place\":")
                    .append(ReqlTerms.array(
                            TsRange.time(write.event().ts()),
                            Long.toString(write.event().seq())));
        }
        event(write.event(), into);
        return into.append('}').toString();
    }

    private static void cause(FailureCause cause, StringBuilder into) {
        into.append(",\"cause\":{\"type\":").append(text(cause.type()));
        put("message", cause.message(), into);
        put("stack", cause.stack(), into);
        into.append('}');
    }

    private static void event(StoredEvent event, StringBuilder into) {
        into.append(",\"event\":{\"id\":").append(text(event.id()));
        into.append(",\"ts\":").append(TsRange.time(event.ts()));
        if (event.src() != null) {
            put("src", event.src(), into);
            into.append(",\"seq\":").append(event.seq());
        }
        put("topic", event.topic(), into);
        put("args", event.args(), into);
        into.append(",\"exact\":").append(event.exact());
        if (event.headers() != null) {
            put("headers", event.headers(), into);
        }
        if (event.key() != null) {
            put("key", event.key(), into);
        }
        into.append('}');
    }

    private static void put(String name, String value, StringBuilder into) {
        into.append(",\"").append(name).append("\":").append(text(value));
    }

    /**
     * A text as a term. The database refuses one that is no valid Unicode; so half of a surrogate pair becomes the escape by which JSON
     * and Java name it. In a JSON text that means the same.
     */
    static String text(String text) {
        return JsonString.quote(valid(text));
    }

    /** The text that {@link #text} stores. */
    static String valid(String text) {
        StringBuilder valid = null;
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            valid = valid == null ? new StringBuilder(text.length() + 16) : valid;
            valid.append(text, copied, i).append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            copied = i + 1;
        }
        return valid == null ? text : valid.append(text, copied, text.length()).toString();
    }
}
