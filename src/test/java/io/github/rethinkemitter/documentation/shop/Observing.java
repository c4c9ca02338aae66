package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;

@ApplicationScoped
class Observing {

    void text(@Observes @RethinkTopic("beep") String payload) {} // the first argument, read by JSON-B

    void list(@Observes @RethinkTopic("orders") List<Order> orders) {} // any type that JSON-B reads

    void some(@Observes @RethinkTopic("order.*") RethinkEvent event) {} // * is one segment, ** any number

    void late(@ObservesAsync @RethinkTopic("order.placed") Order order) {} // on the managed executor

    void lost(@Observes Disconnected event) {} // and Connected, Reconnecting, Reconnected, …
}
