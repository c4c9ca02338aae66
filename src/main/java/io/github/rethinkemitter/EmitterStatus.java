package io.github.rethinkemitter;

/**
 * How a channel of this server is doing: to look at, to log, and to decide by.
 *
 * <pre>{@code
 * @Inject EmitterStatus status;
 *
 * var now = status.now();
 * if (!now.ready()) {
 *     log.warning(now.problems() + ", behind by " + now.following().map(ChannelStatus.Following::lag));
 * }
 * status.stored().parked().forEach(p -> log.info(p.observer() + " has " + p.parked() + " parked events"));
 * }</pre>
 *
 * <p>{@code @Inject EmitterStatus} is the default channel; {@code @Inject @RethinkChannel("audit") EmitterStatus} is another one.
 *
 * <p><b>Thread safety:</b> safe for use by many threads. <b>Serialization:</b> as for {@link Emitter}.
 */
public interface EmitterStatus {

    /**
     * What this server knows of the channel, from memory. It never waits and never fails: not for the database, not before the
     * channel has started, not after it has stopped, not when it is switched off. Its parts are read one after the other, so two
     * numbers may differ by what happened in between.
     *
     * @return the present state, which does not change any more
     */
    ChannelStatus now();

    /**
     * What the database knows of the channel, of all servers. Waits for the database like {@link ParkedEvents}, and has the
     * same errors. The database reads all entries that are not done, so this is not for every second where very many are parked.
     * Tables that no server has needed yet count as empty.
     *
     * @return the present state, which does not change any more
     * @throws EmitterException when the database cannot be asked: RTH0630 to RTH0634
     */
    StoredStatus stored();
}
