package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.FailureCause;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the documents that {@link ParkQueries} describes. */
public final class ParkedDocumentReader {

    /** A document that is no entry, as after somebody has changed it by hand. */
    public record Unreadable(String id) {}

    /** Ids, in the order that counts for what comes after them. */
    public record InOrder(List<String> ids) {}

    /** Reads entries as {@link ParkedEntry} or {@link Unreadable}, an array of ids as {@link InOrder}, and leaves out null. */
    public static final RowReader ENTRIES = (json, frame, into) -> {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            into.add(new ParkedDocumentReader().read(json));
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            into.add(new InOrder(texts(json)));
        }
    };

    private @Nullable String id;
    private @Nullable String owner;
    private @Nullable String observer;
    private @Nullable StoredEvent event;
    private @Nullable ParkedState state;
    private @Nullable ParkedReason reason;
    private int attempts;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private @Nullable Instant due;
    private @Nullable FailureCause cause;
    private @Nullable String by;
    private @Nullable String note;

    private ParkedDocumentReader() {}

    private Object read(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = text(json);
                case "owner" -> owner = text(json);
                case "observer" -> observer = text(json);
                case "event" -> event = event(json);
                case "state" -> state = constant(ParkedState.values(), text(json));
                case "reason" -> reason = constant(ParkedReason.values(), text(json));
                case "attempts" -> attempts = (int) number(json);
                case "first" -> first = RowValues.time(json);
                case "last" -> last = RowValues.time(json);
                case "due" -> due = RowValues.time(json);
                case "cause" -> cause = cause(json);
                case "by" -> by = text(json);
                case "note" -> note = text(json);
                default -> json.skipChildren();
            }
        }
        if (id == null
                || owner == null
                || observer == null
                || event == null
                || state == null
                || reason == null
                || first == null
                || last == null) {
            return new Unreadable(String.valueOf(id));
        }
        return new ParkedEntry(id, owner, observer, event, state, reason, attempts, first, last, due, cause, by, note);
    }

    private static @Nullable StoredEvent event(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        String id = null;
        Instant ts = null;
        String src = null;
        long seq = 0;
        String topic = null;
        String args = null;
        boolean exact = false;
        String headers = null;
        String key = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = text(json);
                case "ts" -> ts = RowValues.time(json);
                case "src" -> src = text(json);
                case "seq" -> seq = number(json);
                case "topic" -> topic = text(json);
                case "args" -> args = text(json);
                case "exact" -> {
                    exact = value == JsonToken.VALUE_TRUE;
                    json.skipChildren();
                }
                case "headers" -> headers = text(json);
                case "key" -> key = text(json);
                default -> json.skipChildren();
            }
        }
        if (id == null || ts == null || topic == null || args == null) {
            return null;
        }
        var event = new StoredEvent(id, ts, src, seq, topic, args, exact, headers);
        return key == null ? event : event.withKey(key);
    }

    private static @Nullable FailureCause cause(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        String type = null;
        String message = null;
        String stack = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "type" -> type = text(json);
                case "message" -> message = text(json);
                case "stack" -> stack = text(json);
                default -> json.skipChildren();
            }
        }
        return type == null || message == null || stack == null ? null : new FailureCause(type, message, stack);
    }

    private static List<String> texts(JsonParser json) throws IOException {
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts.add(json.getText());
        }
        return texts;
    }

    private static @Nullable String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    // The database knows doubles only.
    private static long number(JsonParser json) throws IOException {
        if (json.currentToken().isNumeric()) {
            return (long) json.getDoubleValue();
        }
        json.skipChildren();
        return 0;
    }

    private static <E extends Enum<E>> @Nullable E constant(E[] all, @Nullable String name) {
        return Arrays.stream(all)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
