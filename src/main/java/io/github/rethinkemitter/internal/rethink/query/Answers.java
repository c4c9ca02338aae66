package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.query.DocumentReader.Document;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit.Census;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** How the answers to {@link Reql}'s queries are read. A reader that caches texts is made anew for each query. */
public final class Answers {

    /** Times as {@link Instant}s; other values are left out. */
    public static final RowReader TIMES = (json, frame, into) -> {
        Instant time = RowValues.time(json);
        if (time != null) {
            into.add(time);
        }
    };

    /** The answer to {@link Reql#census}. */
    public static final RowReader CENSUS = (json, frame, into) -> {
        json.nextToken();
        String tableId = json.getText();
        json.nextToken();
        Instant now = Objects.requireNonNull(RowValues.time(json));
        json.nextToken();
        into.add(new Census(tableId, now, json.getLongValue()));
        json.nextToken();
    };

    private Answers() {}

    /** The only row of an answer. */
    public static Object one(List<Object> rows) throws IOException {
        if (rows.isEmpty()) {
            throw new IOException("RTH0217 the database's answer is empty");
        }
        return rows.get(0);
    }

    /** Stored documents as {@link StoredEvent}s; documents that are no events are left out. */
    public static RowReader events() {
        var documents = new DocumentReader();
        return (json, frame, into) -> into.addAll(documents.read(json, frame).events());
    }

    /** Stored documents as {@link FeedItem}s. */
    public static RowReader feedItems() {
        var documents = new DocumentReader();
        return (json, frame, into) -> {
            Document document = documents.read(json, frame);
            if (document.problem() != null) {
                into.add(document.problem());
            }
            document.events().forEach(event -> into.add(new FeedItem.Initial(event)));
        };
    }

    /** What is wrong with stored documents, as {@link FeedItem.Malformed}. */
    public static RowReader problems() {
        var documents = new DocumentReader();
        return (json, frame, into) -> {
            FeedItem.Malformed problem = documents.read(json, frame).problem();
            if (problem != null) {
                into.add(problem);
            }
        };
    }
}
