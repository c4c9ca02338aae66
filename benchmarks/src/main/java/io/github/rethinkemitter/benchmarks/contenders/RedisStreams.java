package io.github.rethinkemitter.benchmarks.contenders;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;

/** A Redis stream with Jedis. Hard durability is {@code appendfsync always}, soft {@code everysec}. */
public final class RedisStreams implements Contender {

    private static final int COUNT = 1000;

    private final boolean pipelined;

    private RedisStreams(boolean pipelined) {
        this.pipelined = pipelined;
    }

    /** Each thread waits for each XADD. */
    static RedisStreams awaited() {
        return new RedisStreams(false);
    }

    /** The events that wait together go in one pipeline. */
    static RedisStreams pipelined() {
        return new RedisStreams(true);
    }

    @Override
    public String name() {
        return pipelined ? "redisPipelined" : "redis";
    }

    @Override
    public String service() {
        return "redis";
    }

    @Override
    public void prepare(Scenario scenario) {
        try (Jedis jedis = new Jedis(scenario.server())) {
            jedis.configSet("appendfsync", scenario.hard() ? "always" : "everysec");
            jedis.del(scenario.table());
        }
    }

    // A reader goes on after the last entry that it has read, whether that entry still exists or not.
    @Override
    public void trim(Scenario scenario) {
        try (Jedis jedis = new Jedis(scenario.server())) {
            jedis.xtrim(scenario.table(), 0, false);
        }
    }

    @Override
    public void remove(Scenario scenario) {
        try (Jedis jedis = new Jedis(scenario.server())) {
            jedis.del(scenario.table());
        }
    }

    @Override
    public Sender sender(Scenario scenario) {
        if (pipelined) {
            return new RedisPipeline(scenario);
        }
        var connections = new PerThread<>(() -> new Jedis(scenario.server()));
        return new Sender() {
            @Override
            public void publish(Payload payload) throws Exception {
                connections
                        .get()
                        .xadd(scenario.table(), XAddParams.xAddParams(), Map.of(Scenario.TOPIC, payload.json()));
            }

            @Override
            public void close() throws Exception {
                connections.close();
            }
        };
    }

    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) {
        List<Jedis> connections = new ArrayList<>();
        for (int i = 0; i < scenario.subscribers(); i++) {
            var jedis = new Jedis(scenario.server());
            connections.add(jedis);
            var reader = new Thread(() -> follow(jedis, scenario.table(), sent), "redis-reader");
            reader.setDaemon(true);
            reader.start();
        }
        return () -> connections.forEach(Jedis::close);
    }

    // The stream is empty at this time: reading from its start misses nothing.
    private static void follow(Jedis jedis, String stream, LongConsumer sent) {
        var last = new StreamEntryID(0, 0);
        try {
            while (true) {
                var read = jedis.xread(XReadParams.xReadParams().count(COUNT).block(500), Map.of(stream, last));
                if (read == null) {
                    continue;
                }
                for (var entry : read.get(0).getValue()) {
                    sent.accept(Payload.sent(entry.getFields().get(Scenario.TOPIC)));
                    last = entry.getID();
                }
            }
        } catch (JedisConnectionException e) {
            System.err.println("redis-reader: " + e);
        }
    }
}
