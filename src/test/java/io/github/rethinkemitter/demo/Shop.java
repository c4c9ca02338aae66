package io.github.rethinkemitter.demo;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.Reconnecting;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** The application of the servers A and B. An application that uses the library needs no more than this. */
@ApplicationScoped
public class Shop {

    private final String server = System.getProperty("demo.server");
    private final Tally tally = new Tally();

    @Inject
    Emitter emitter;

    void trigger(int number) {
        if (number % 2 == 1) {
            print("triggers  greeting \"" + server + " " + number + "\"");
            emitter.trigger("greeting", server + " " + number);
        } else {
            print("triggers  order.placed " + new Order(server, number));
            emitter.trigger("order.placed", new Order(server, number));
        }
    }

    void greeting(@Observes @RethinkTopic("greeting") String text) {
        print("observes  greeting \"" + text + "\"");
        var words = text.split(" ", -1);
        tally.add(words[0], Integer.parseInt(words[1]));
    }

    void order(@Observes @RethinkTopic("order.placed") Order order) {
        print("observes  order.placed " + order);
        tally.add(order.server(), order.number());
    }

    void connected(@Observes Connected event) {
        print("is connected");
    }

    void disconnected(@Observes Disconnected event) {
        print("is disconnected: " + event.cause().getMessage());
    }

    void reconnecting(@Observes Reconnecting event) {
        print("tries to reconnect, attempt " + event.attempt());
    }

    void reconnected(@Observes Reconnected event) {
        print("is reconnected after " + event.downtime().toMillis() + " ms");
    }

    Tally tally() {
        return tally;
    }

    private static void print(String text) {
        System.out.println(text);
    }
}
