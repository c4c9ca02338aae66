package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The result of a query that is fetched in batches. */
public sealed interface Cursor {
    /** The next batch as the reply to the client. */
    Reply next();

    /** Lets go of what it holds. */
    void close();

    /** Stored or computed elements; ends by itself. */
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
            long left = first ? batching.bytes() / Batching.FIRST : batching.bytes();
            int most = first ? Math.max(1, batching.rows() / Batching.FIRST) : batching.rows();
            first = false;
            while (elements.hasNext() && left > 0 && batch.size() < most) {
                Datum element = elements.next();
                left -= Batching.size(element);
                batch.add(element);
            }
            return Reply.sequence(batch, elements.hasNext());
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    /** A changefeed; never ends by itself. */
    final class Live implements Cursor {
        private static final int MOST = 2_000;
        private final Changefeed feed;
        private final List<Stage> stages;
        private final int most;
        private final long bytes;
        private boolean cut;

        Live(Changefeed feed, List<Stage> stages, Batching batching) {
            this.feed = feed;
            this.stages = stages;
            this.most = Math.min(MOST, batching.rows());
            this.bytes = batching.bytes();
        }

        public Changefeed feed() {
            return feed;
        }

        /** What is there now, perhaps nothing. */
        @Override
        public Reply next() {
            List<Datum> shown = new ArrayList<>();
            List<Datum> fetched = feed.fetch(most, bytes);
            cut = fetched.size() == most
                    || fetched.stream().mapToLong(Batching::size).sum() >= bytes;
            for (Datum element : fetched) {
                Stage.run(element, stages, shown::add);
            }
            boolean more = stages.stream().noneMatch(stage -> stage instanceof PartOf part && part.done());
            return Reply.feed(shown, feed.note(), feed.includesStates(), more);
        }

        /** How long changes shall gather before the next batch; the rest of one that was cut comes at once. */
        public Duration pause() {
            return cut ? Duration.ZERO : feed.pause();
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
