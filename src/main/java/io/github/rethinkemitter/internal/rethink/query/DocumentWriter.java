package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.json.JsonBytes;
import io.github.rethinkemitter.internal.json.JsonString;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes documents as terms. JSON is a term already, except that an array would be read as a term itself: {@code [x]}
 * becomes {@code [2,[x]]}.
 */
final class DocumentWriter {

    private DocumentWriter() {}

    static void write(OutgoingDocument document, boolean persist, JsonBytes into) {
        OutgoingEvent first = document.first();
        into.json("{\"id\":").quoted(document.id());
        into.json(",\"ts\":" + Reql.NOW + ",\"src\":").quoted(first.src());
        into.json(",\"seq\":").number(first.seq());
        if (first.settled() != null) {
            into.json(",\"settled\":").number(first.settled());
        }
        if (document.isPack()) {
            writePack(document.events(), into);
        } else {
            writeEvent(first.content(), into);
        }
        if (!persist) {
            into.json(",\"ephemeral\":true");
        }
        into.json("}");
    }

    private static void writeEvent(EncodedEvent content, JsonBytes into) {
        into.json(",\"v\":1,\"args\":");
        term(content.args(), into);
        if (content.headers() != null) {
            into.json(",\"headers\":");
            term(content.headers(), into);
        }
        if (content.key() != null) {
            into.json(",\"key\":").quoted(content.key());
        }
        if (content.raw() != null) {
            into.json(",\"raw\":").quoted(content.raw());
        }
    }

    private static void writePack(List<OutgoingEvent> events, JsonBytes into) {
        into.json(",\"v\":2,\"n\":").number(events.size()).json(",\"topics\":[2,[");
        Set<String> topics = new LinkedHashSet<>();
        boolean hasHeaders = false;
        boolean hasKeys = false;
        for (OutgoingEvent event : events) {
            if (!event.content().isNothing()) {
                topics.add(event.content().topic().name());
            }
            hasHeaders |= event.content().headers() != null;
            hasKeys |= event.content().key() != null;
        }
        separated(topics, topic -> into.quoted(topic), into);
        into.json("]],\"events\":\"[");
        separated(events, event -> into.escaped(event.content().exactText()), into);
        if (hasHeaders) {
            into.json("]\",\"headers\":\"[");
            separated(
                    events, event -> into.escaped(String.valueOf(event.content().headers())), into);
        }
        if (hasKeys) {
            into.json("]\",\"keys\":\"[");
            separated(events, event -> into.escaped(key(event.content())), into);
        }
        into.json("]\"");
    }

    private static String key(EncodedEvent content) {
        return content.key() == null ? "null" : JsonString.quote(content.key());
    }

    private static <T> void separated(Iterable<T> elements, Consumer<T> writer, JsonBytes into) {
        boolean isFirst = true;
        for (T element : elements) {
            if (!isFirst) {
                into.json(",");
            }
            isFirst = false;
            writer.accept(element);
        }
    }

    static void term(String json, JsonBytes into) {
        // As it is with most: a single array around all.
        if (json.startsWith("[") && json.indexOf('[', 1) < 0 && json.indexOf(']') == json.length() - 1) {
            into.json("[2,").json(json).json("]");
            return;
        }
        int copied = 0;
        boolean inText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inText) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inText = false;
                }
            } else if (c == '"') {
                inText = true;
            } else if (c == '[') {
                into.json(json, copied, i).json("[2,[");
                copied = i + 1;
            } else if (c == ']') {
                into.json(json, copied, i).json("]]");
                copied = i + 1;
            }
        }
        into.json(json, copied, json.length());
    }
}
