package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
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

    static void write(OutgoingDocument document, boolean persist, StringBuilder into) {
        OutgoingEvent first = document.first();
        into.append("{\"id\":");
        JsonString.quote(document.id(), into);
        into.append(",\"ts\":" + Reql.NOW + ",\"src\":");
        JsonString.quote(first.src(), into);
        into.append(",\"seq\":").append(first.seq());
        if (first.settled() != null) {
            into.append(",\"settled\":").append(first.settled().longValue());
        }
        if (document.isPack()) {
            writePack(document.events(), into);
        } else {
            writeEvent(first.content(), into);
        }
        if (!persist) {
            into.append(",\"ephemeral\":true");
        }
        into.append('}');
    }

    private static void writeEvent(EncodedEvent content, StringBuilder into) {
        into.append(",\"v\":1,\"args\":");
        term(content.args(), into);
        if (content.headers() != null) {
            into.append(",\"headers\":");
            term(content.headers(), into);
        }
        if (content.raw() != null) {
            into.append(",\"raw\":");
            JsonString.quote(content.raw(), into);
        }
    }

    private static void writePack(List<OutgoingEvent> events, StringBuilder into) {
        into.append(",\"v\":2,\"n\":").append(events.size()).append(",\"topics\":[2,[");
        Set<String> topics = new LinkedHashSet<>();
        boolean hasHeaders = false;
        for (OutgoingEvent event : events) {
            if (!event.content().isNothing()) {
                topics.add(event.content().topic().name());
            }
            hasHeaders |= event.content().headers() != null;
        }
        separated(topics, topic -> JsonString.quote(topic, into), into);
        into.append("]],\"events\":\"[");
        separated(events, event -> JsonString.escape(event.content().exactText(), into), into);
        if (hasHeaders) {
            into.append("]\",\"headers\":\"[");
            separated(
                    events,
                    event -> JsonString.escape(String.valueOf(event.content().headers()), into),
                    into);
        }
        into.append("]\"");
    }

    private static <T> void separated(Iterable<T> elements, Consumer<T> writer, StringBuilder into) {
        boolean isFirst = true;
        for (T element : elements) {
            if (!isFirst) {
                into.append(',');
            }
            isFirst = false;
            writer.accept(element);
        }
    }

    static void term(String json, StringBuilder into) {
        // As it is with most: a single array around all.
        if (json.startsWith("[") && json.indexOf('[', 1) < 0 && json.indexOf(']') == json.length() - 1) {
            into.append("[2,").append(json).append(']');
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
                into.append(json, copied, i).append("[2,[");
                copied = i + 1;
            } else if (c == ']') {
                into.append(json, copied, i).append("]]");
                copied = i + 1;
            }
        }
        into.append(json, copied, json.length());
    }
}
