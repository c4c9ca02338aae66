package io.github.rethinkemitter.internal.flow;

/**
 * Entries that go to one observer one after another, in the order of their events.
 *
 * @param entries how many there are that are not done
 * @param held whether the first of them waits for another one, of which there is none any more
 */
public record ParkedGroup(String id, int entries, boolean held) {}
