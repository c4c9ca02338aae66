package io.github.rethinkemitter.internal.rethink;

import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.FeedItem.Malformed;
import io.github.rethinkemitter.internal.flow.Stored;

/** Reads rows that are stored documents, and leaves out what is no event. */
final class EventRows {

    /** Reads what is wrong with rows that are no events. */
    static final Rows PROBLEMS = (json, frame, into) -> {
        Malformed problem = new DocumentReader().read(json, frame).problem();
        if (problem != null) {
            into.add(problem);
        }
    };

    private EventRows() {}

    static Rows each() {
        var documents = new DocumentReader();
        return (json, frame, into) -> {
            Stored event = documents.read(json, frame).event();
            if (event != null) {
                into.add(event);
            }
        };
    }

    /** A row of the table's id, and an array of documents: the id comes first, then the events. */
    static Rows afterTableId() {
        Rows events = each();
        return (json, frame, into) -> {
            json.nextToken();
            into.add(json.getText());
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                events.read(json, frame, into);
            }
            json.nextToken();
        };
    }
}
