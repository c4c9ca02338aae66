package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;

/** The elements of a changefeed as its client gets them, with the fields that the options of {@code changes} add. */
record FeedElements(FeedOptions options) {

    Datum state(String state) {
        return typed(Obj.of("state", state), "state");
    }

    /** A stored document, where the documents have no order. */
    Datum initial(Datum shown) {
        return typed(Obj.of("new_val", shown), "initial");
    }

    /** The stored document at a place in the order. */
    Datum initial(Datum shown, int place) {
        Obj element = Obj.of("new_val", shown);
        return typed(options.offsets() ? element.with("new_offset", Datum.of(place)) : element, "initial");
    }

    Datum of(FeedQueue.Item item) {
        if (item instanceof FeedQueue.Skipped skipped) {
            return Obj.of("error", "Changefeed cache over array size limit, skipped " + skipped.count() + " elements.");
        }
        FeedScope.VisibleChange change = ((FeedQueue.QueuedChange) item).change();
        Datum before = change.before() == null ? Datum.NULL : change.before();
        Datum after = change.after() == null ? Datum.NULL : change.after();
        String type = change.before() == null ? "add" : change.after() == null ? "remove" : "change";
        Obj element = Obj.of("new_val", after, "old_val", before);
        if (options.offsets()) {
            element = element.with("new_offset", offset(change.placeAfter()))
                    .with("old_offset", offset(change.placeBefore()));
        }
        return typed(element, type);
    }

    private static Datum offset(int place) {
        return place < 0 ? Datum.NULL : Datum.of(place);
    }

    private Datum typed(Obj element, String type) {
        return options.types() ? element.with("type", Datum.of(type)) : element;
    }
}
