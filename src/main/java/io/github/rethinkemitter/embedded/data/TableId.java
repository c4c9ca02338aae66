package io.github.rethinkemitter.embedded.data;

/**
 * Names and uuids of a table and its database.
 *
 * @param database the database's name
 * @param databaseId the database's uuid
 * @param name the table's name
 * @param id the table's uuid
 */
public record TableId(String database, String databaseId, String name, String id) {
    /** The name of the table as error texts have it. */
    public String display() {
        return database + "." + name;
    }
}
