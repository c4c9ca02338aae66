package io.github.rethinkemitter.benchmarks.contenders;

import java.util.function.LongConsumer;

/** Publishes as one contender and subscribes as another with the same tables, to show on which side they differ. */
record CrossedContender(Contender publisher, Contender subscriber) implements Contender {

    @Override
    public String name() {
        return publisher.name() + "-to-" + subscriber.name();
    }

    @Override
    public String service() {
        return publisher.service();
    }

    @Override
    public void prepare(Scenario scenario) throws Exception {
        publisher.prepare(scenario);
    }

    @Override
    public void remove(Scenario scenario) throws Exception {
        publisher.remove(scenario);
    }

    @Override
    public Sender sender(Scenario scenario) throws Exception {
        return publisher.sender(scenario);
    }

    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) throws Exception {
        return subscriber.receive(scenario, sent);
    }
}
