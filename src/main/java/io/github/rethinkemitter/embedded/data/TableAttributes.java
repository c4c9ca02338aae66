package io.github.rethinkemitter.embedded.data;

/**
 * The attributes of a table that an update of {@code table_config} may change.
 *
 * @param durability "hard" or "soft", which makes no difference in memory
 * @param writeAcks "majority" or "single", which makes no difference on one server
 */
public record TableAttributes(String durability, String writeAcks) {
    public static final TableAttributes DEFAULT = new TableAttributes("hard", "majority");
}
