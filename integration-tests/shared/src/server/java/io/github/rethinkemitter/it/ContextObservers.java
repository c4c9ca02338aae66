package io.github.rethinkemitter.it;

import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Observers that note the context of their calls on a server: transaction, class loader and names. */
@ApplicationScoped
public class ContextObservers {

    @Inject
    Received received;

    @Inject
    Ledger ledger;

    void transaction(@Observes @RethinkTopic("text") String customer) {
        received.add(ledger.book(customer));
    }

    void loader(@Observes @RethinkTopic("text") String customer) {
        received.add("loader: " + loader());
    }

    void loaderLater(@ObservesAsync @RethinkTopic("text") String customer) {
        received.add("loader of async: " + loader());
    }

    void names(@Observes @RethinkTopic("text") String customer) {
        received.add("names: " + names());
    }

    void namesLater(@ObservesAsync @RethinkTopic("text") String customer) {
        received.add("names of async: " + names());
    }

    private static String loader() {
        try {
            var seen = Thread.currentThread().getContextClassLoader().loadClass(Order.class.getName());
            return seen == Order.class ? "the application's" : "another one, with another " + seen;
        } catch (ClassNotFoundException e) {
            return "one that does not know the application";
        }
    }

    private static String names() {
        try {
            var context = new InitialContext();
            return context.lookup("java:comp/DefaultManagedExecutorService") == null
                    ? "no executor"
                    : (String) context.lookup("java:module/ModuleName");
        } catch (NamingException e) {
            // Servers without names throw different exceptions. The log says why there are no names where there should
            // be.
            System.getLogger(ContextObservers.class.getName()).log(System.Logger.Level.INFO, e.toString());
            return "no names";
        }
    }
}
