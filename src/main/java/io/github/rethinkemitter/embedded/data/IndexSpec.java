package io.github.rethinkemitter.embedded.data;

/**
 * The definition of a secondary index.
 *
 * @param name the index's name, unique in its table
 * @param function computes a document's value
 * @param multi whether each element of a value that is an array is an entry of its own
 * @param geo the option of that name. Geometries are not supported, so the entries are those of any other index
 * @param query the query that would create the index, as {@code index_status} shows it
 * @param handle the bytes that {@code index_status} gives for the function, with which a client can create the same index again
 */
public record IndexSpec(String name, IndexFunction function, boolean multi, boolean geo, String query, String handle) {
    public IndexSpec named(String other) {
        return new IndexSpec(other, function, multi, geo, query.replace("'" + name + "'", "'" + other + "'"), handle);
    }
}
