package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/** Takes the changes of a table for a changefeed. Called while the table is locked, so it must return quickly. */
public interface Watcher {
    /** The secondary index that the changefeed follows, or null. Once the index is dropped, the watcher is not called any more. */
    @Nullable
    String index();

    void changed(Change change);

    /** Takes the end of the changefeed. The table calls the watcher no more. */
    void ended(ReqlException reason);
}
