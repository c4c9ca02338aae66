package io.github.rethinkemitter.benchmarks.contenders;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.XAddParams;

/** Adds the events that wait to a Redis stream in one pipeline. Publishing threads do not wait for their events. */
final class RedisPipeline implements Sender, Runnable {

    private static final int WAITING = 4_000;
    private static final int BATCH = 500;

    private final Jedis jedis;
    private final String stream;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer = new Thread(this, "redis-pipeline");
    private final AtomicLong unanswered = new AtomicLong(); // events that wait or are in the pipeline

    RedisPipeline(Scenario scenario) {
        jedis = new Jedis(scenario.server());
        stream = scenario.table();
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void publish(Payload payload) throws InterruptedException {
        unanswered.incrementAndGet();
        waiting.put(payload.json());
    }

    @Override
    public void run() {
        List<String> batch = new ArrayList<>();
        try (Pipeline pipeline = jedis.pipelined()) {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                batch.forEach(json -> pipeline.xadd(stream, XAddParams.xAddParams(), Map.of(Scenario.TOPIC, json)));
                pipeline.sync();
                answered(batch.size());
                batch.clear();
            }
        } catch (InterruptedException e) {
            // It was closed.
        } catch (JedisConnectionException e) {
            System.err.println("redis-pipeline: " + e);
        }
    }

    @Override
    public int drop() {
        int dropped = waiting.drainTo(new ArrayList<>());
        answered(dropped);
        return dropped;
    }

    private synchronized void answered(int events) {
        unanswered.addAndGet(-events);
        notifyAll();
    }

    @Override
    public synchronized void flush() throws InterruptedException {
        while (unanswered.get() > 0) {
            wait();
        }
    }

    @Override
    public void close() throws InterruptedException {
        writer.interrupt();
        writer.join();
        jedis.close();
    }
}
