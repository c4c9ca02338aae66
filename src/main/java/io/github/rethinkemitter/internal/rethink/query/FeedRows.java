package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.query.DocumentReader.Document;
import io.github.rethinkemitter.internal.rethink.query.DocumentReader.Fields;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.util.List;

/**
 * Reads the rows of a changefeed as {@link FeedItem}s. Only inserts are events; of other documents no event is made.
 *
 * <pre>
 * row = { new_val: doc }                        stored before the feed was opened
 *     | { new_val: doc, old_val: null }         inserted
 *     | { new_val: doc|null, old_val: doc }     changed or deleted: skipped
 *     | { old_val: doc }                        was stored, and left the range while the feed was being opened: skipped
 *     | { state: "initializing" | "ready" }
 *     | { error: text }                         the server's queue overflowed
 * </pre>
 */
public final class FeedRows implements RowReader {

    private final DocumentReader documents = new DocumentReader();
    private final FeedAudit audit;

    /** @param audit counts which documents came and went */
    public FeedRows(FeedAudit audit) {
        this.audit = audit;
    }

    /** What the row says of the document before the change. */
    private enum Before {
        UNKNOWN,
        NOTHING,
        SOMETHING
    }

    @Override
    public void read(JsonParser json, byte[] frame, List<Object> into) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        Before before = Before.UNKNOWN;
        Fields document = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "new_val" -> {
                    if (value == JsonToken.START_OBJECT) {
                        document = documents.scan(json, frame);
                        audit.came(document.time());
                    } else {
                        json.skipChildren();
                    }
                }
                case "old_val" -> {
                    before = value == JsonToken.VALUE_NULL ? Before.NOTHING : Before.SOMETHING;
                    if (value == JsonToken.START_OBJECT) {
                        audit.went(DocumentReader.time(json));
                    } else {
                        json.skipChildren();
                    }
                }
                case "state" -> {
                    if ("ready".equals(json.getText())) {
                        into.add(new FeedItem.Ready());
                    }
                }
                case "error" -> into.add(new FeedItem.Overflowed(json.getText()));
                default -> json.skipChildren();
            }
        }
        if (before == Before.NOTHING && document != null) {
            audit.cameLive(document.time(), System.nanoTime());
        }
        if (before != Before.SOMETHING && document != null) {
            add(documents.document(document), before, into);
        }
    }

    private static void add(Document document, Before before, List<Object> into) {
        if (document.problem() != null) {
            into.add(document.problem());
        }
        for (StoredEvent event : document.events()) {
            into.add(before == Before.UNKNOWN ? new FeedItem.Initial(event) : new FeedItem.Live(event));
        }
    }
}
