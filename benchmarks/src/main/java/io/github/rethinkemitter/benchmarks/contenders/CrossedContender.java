package io.github.rethinkemitter.benchmarks.contenders;

import java.util.function.LongConsumer;

/** Publishes like one contender and subscribes like another with the same tables: shows on which side a difference arises. */
record CrossedContender(Contender from, Contender to) implements Contender {

    @Override
    public String name() {
        return from.name() + "-to-" + to.name();
    }

    @Override
    public String service() {
        return from.service();
    }

    @Override
    public void prepare(Scenario scene) throws Exception {
        from.prepare(scene);
    }

    @Override
    public Sender sender(Scenario scene) throws Exception {
        return from.sender(scene);
    }

    @Override
    public AutoCloseable receive(Scenario scene, LongConsumer sent) throws Exception {
        return to.receive(scene, sent);
    }
}
