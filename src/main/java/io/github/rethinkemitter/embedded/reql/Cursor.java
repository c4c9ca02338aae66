package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A result that the client fetches in batches. */
public sealed interface Cursor {
    /** The next batch as the reply to the client. */
    Reply next();

    /** Releases what the cursor holds. */
    void close();

    /** A cursor over a sequence that ends. */
    final class Finite implements Cursor {
        private final Iterator<Datum> elements;
        private final Batching batching;
        private boolean first = true;

        Finite(Iterator<Datum> elements, Batching batching) {
            this.elements = elements;
            this.batching = batching;
        }

        @Override
        public synchronized Reply next() {
            List<Datum> batch = new ArrayList<>();
            long left = first ? batching.bytes() / Batching.FIRST_SCALEDOWN : batching.bytes();
            int maxRows = first ? Math.max(1, batching.rows() / Batching.FIRST_SCALEDOWN) : batching.rows();
            first = false;
            while (elements.hasNext() && left > 0 && batch.size() < maxRows) {
                Datum element = elements.next();
                left -= Batching.size(element);
                batch.add(element);
            }
            return Reply.sequence(batch, elements.hasNext());
        }

        @Override
        public void close() {
            // A sequence that ends holds nothing.
        }
    }

    /** A cursor over a changefeed, which never ends by itself. */
    final class Live implements Cursor {
        private static final int MAX_ROWS = 2_000; // of a batch
        private final Changefeed feed;
        private final List<Stage> stages;
        private final int maxRows;
        private final long bytes;
        private boolean lastWasFull;

        Live(Changefeed feed, List<Stage> stages, Batching batching) {
            this.feed = feed;
            this.stages = stages;
            this.maxRows = Math.min(MAX_ROWS, batching.rows());
            this.bytes = batching.bytes();
        }

        public Changefeed feed() {
            return feed;
        }

        /** The changes that wait now, perhaps none. */
        @Override
        public Reply next() {
            List<Datum> shown = new ArrayList<>();
            Changefeed.Batch fetched = feed.fetch(maxRows, bytes);
            lastWasFull = fetched.isFull();
            for (Datum element : fetched.elements()) {
                Stage.run(element, stages, shown::add);
            }
            boolean more = stages.stream().noneMatch(stage -> stage instanceof FeedSlice slice && slice.isDone());
            return Reply.feed(shown, feed.note(), feed.includesStates(), more);
        }

        /** How long changes gather before the next batch. After a full batch the next one follows at once. */
        public Duration pause() {
            return lastWasFull ? Duration.ZERO : feed.pause();
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
