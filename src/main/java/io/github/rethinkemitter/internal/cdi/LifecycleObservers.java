package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Collection;

/** Finds the observers of a lifecycle event, in no order. */
interface LifecycleObservers {

    Collection<ObserverMethod<? super LifecycleEvent>> of(LifecycleEvent event, RethinkChannel channel);
}
