package io.github.rethinkemitter.embedded.data;

/**
 * What a secondary index is.
 *
 * @param name unique within the table
 * @param function computes the value
 * @param multi whether each element of an array is an entry of its own
 * @param geo whether it was made for geometries, which are not supported: it holds what any other would
 * @param query the query that would create it, as {@code index_status} shows
 * @param handle stands for the function where a client hands it from one index to another
 */
public record IndexSpec(String name, IndexFunction function, boolean multi, boolean geo, String query, String handle) {
    public IndexSpec named(String other) {
        return new IndexSpec(other, function, multi, geo, query.replace("'" + name + "'", "'" + other + "'"), handle);
    }
}
