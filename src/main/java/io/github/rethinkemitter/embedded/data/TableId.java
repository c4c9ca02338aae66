package io.github.rethinkemitter.embedded.data;

/**
 * Which table.
 *
 * @param database name of its database
 * @param databaseId uuid of its database
 * @param name its own name
 * @param id its uuid
 */
public record TableId(String database, String databaseId, String name, String id) {
    /** As error texts name it. */
    public String display() {
        return database + "." + name;
    }
}
