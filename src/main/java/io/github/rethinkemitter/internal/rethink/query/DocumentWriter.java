package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.json.JsonString;

/**
 * Writes documents as terms. JSON is a term already, except that an array would be read as a term itself: {@code [x]}
 * becomes {@code [2,[x]]}.
 */
final class DocumentWriter {

    private DocumentWriter() {}

    static void write(OutgoingEvent draft, boolean persist, StringBuilder into) {
        EncodedEvent content = draft.content();
        into.append("{\"id\":");
        JsonString.quote(draft.id(), into);
        into.append(",\"args\":");
        term(content.args(), into);
        into.append(",\"ts\":" + Reql.NOW + ",\"src\":");
        JsonString.quote(draft.src(), into);
        into.append(",\"seq\":").append(draft.seq()).append(",\"v\":1");
        if (draft.settled() != null) {
            into.append(",\"settled\":").append(draft.settled().longValue());
        }
        if (content.headers() != null) {
            into.append(",\"headers\":");
            term(content.headers(), into);
        }
        if (content.raw() != null) {
            into.append(",\"raw\":");
            JsonString.quote(content.raw(), into);
        }
        if (!persist) {
            into.append(",\"ephemeral\":true");
        }
        into.append('}');
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
