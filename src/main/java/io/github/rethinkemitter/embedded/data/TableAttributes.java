package io.github.rethinkemitter.embedded.data;

/**
 * What {@code table_config} shows of a table and an update of it may change.
 *
 * @param durability "hard" or "soft"; in memory it makes no difference
 * @param writeAcks "majority" or "single"; with one server it makes no difference
 */
public record TableAttributes(String durability, String writeAcks) {
    public static final TableAttributes DEFAULT = new TableAttributes("hard", "majority");
}
