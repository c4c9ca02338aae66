package io.github.rethinkemitter.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;

/** The beginning of every factory of streaming parsers. */
public final class JsonFactories {

    // Parsers keep their buffers here, and not in the threads that use them: a server lends its threads to this
    // library, and they outlive it.
    private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newConcurrentDequePool();

    private JsonFactories() {}

    /** Where parsers keep their buffers. */
    public static RecyclerPool<BufferRecycler> buffers() {
        return BUFFERS;
    }

    /**
     * Makes parsers for texts and names of any length. Names are not interned: they come from payloads, and the JVM's table
     * of them would only grow.
     *
     * @param maxDepth how many objects and arrays may be nested
     * @param maxNumberLength how many characters a number may have
     */
    public static JsonFactoryBuilder builder(int maxDepth, int maxNumberLength) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(maxNumberLength)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .recyclerPool(BUFFERS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    }
}
